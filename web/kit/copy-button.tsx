// Copies a text to the clipboard and says whether it did.

import { useEffect, useState } from 'preact/hooks';
import { Button } from './button.tsx';

const shownMilliseconds = 2500;

/** Nothing where the browser gives the page no clipboard (plain HTTP on another host than this one). */
export function CopyButton({ text, label = 'Copy' }: { text: string; label?: string }) {
  const [outcome, setOutcome] = useState<'copied' | 'refused' | null>(null);

  useEffect(() => {
    if (!outcome) return;
    const timer = setTimeout(() => setOutcome(null), shownMilliseconds);
    return () => clearTimeout(timer);
  }, [outcome]);

  if (!('clipboard' in navigator)) return null;
  return (
    <span class="row">
      <Button
        onClick={() => {
          navigator.clipboard.writeText(text).then(
            () => setOutcome('copied'),
            () => setOutcome('refused'),
          );
        }}
      >
        {label}
      </Button>
      <span role="status">
        {outcome === 'copied' && 'Copied'}
        {outcome === 'refused' && 'The browser did not allow it: select the text and copy it yourself'}
      </span>
    </span>
  );
}
