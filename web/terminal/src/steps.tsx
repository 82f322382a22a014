// Numbered instructions.

import type { ComponentChildren } from 'preact';
import './steps.css';

/** Its children are <li>. */
export function Steps({ children }: { children: ComponentChildren }) {
  return <ol class="steps">{children}</ol>;
}
