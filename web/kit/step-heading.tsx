// The heading of a step or a page. It takes the focus when the step begins: keyboard and screen reader start there.

import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** Give each step a `key` of its own where one follows another at the same place of the tree. */
export function StepHeading({ children }: { children: ComponentChildren }) {
  const headingRef = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    headingRef.current?.focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
  }, []);
  return (
    <h1 ref={headingRef} tabIndex={-1}>
      {children}
    </h1>
  );
}
