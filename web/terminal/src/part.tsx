// One part of the page: its title in the browser's tab, its heading, and the way through the demo while it is new.

import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { StepHeading } from '../../kit/step-heading.tsx';
import './part.css';

const bankName = 'Lumen Bank';

export interface PartProps {
  title: string;
  /** Below the heading: what this part is for, in a sentence or two. */
  lead?: ComponentChildren;
  above?: ComponentChildren;
  /** As wide as reading needs, not as the window. */
  narrow?: boolean;
  children: ComponentChildren;
}

export function Part({ title, lead, above, narrow = false, children }: PartProps) {
  useEffect(() => {
    document.title = title.includes(bankName) ? title : `${title} – ${bankName}`;
  }, [title]);
  return (
    <div class={narrow ? 'part part-narrow' : 'part'}>
      {above}
      <div class="part-head">
        <StepHeading key={title}>{title}</StepHeading>
        {lead && <p class="part-lead">{lead}</p>}
      </div>
      {children}
    </div>
  );
}
