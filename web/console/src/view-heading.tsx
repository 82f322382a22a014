// The heading of a view: it names the window, and takes the focus when the view begins.

import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

export interface ViewHeadingProps {
  title: string;
  /** In front of the heading: where this view belongs to. */
  above?: ComponentChildren;
  /** Beside the heading: what may be done here. */
  actions?: ComponentChildren;
}

export function ViewHeading({ title, above, actions }: ViewHeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    scrollTo({ top: 0 });
  }, []);
  useEffect(() => {
    document.title = `${title} – Heliograph console`;
  }, [title]);
  return (
    <div class="view-heading">
      {above && <p class="small">{above}</p>}
      <div class="row view-heading-row">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {actions && <div class="row">{actions}</div>}
      </div>
    </div>
  );
}
