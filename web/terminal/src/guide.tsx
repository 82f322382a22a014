// The three steps of a newcomer, and which of them is next.

import type { BankState } from './bank-api.ts';
import './guide.css';

const steps = ['Set up your phone', 'Make a payment', 'Confirm it'] as const;

export type GuideStep = 0 | 1 | 2;

/** Nothing once the customer has confirmed a payment. */
export function Guide({ state, step }: { state: BankState; step: GuideStep }) {
  if (state.transfers.some((transfer) => transfer.status === 'COMPLETED')) return null;
  return (
    <ol class="guide" aria-label="Steps of the demo">
      {steps.map((name, index) => (
        <li
          key={name}
          class={index < step ? 'guide-step guide-done' : 'guide-step'}
          aria-current={index === step ? 'step' : undefined}
        >
          <span class="guide-number" aria-hidden="true">
            {index < step ? '✓' : index + 1}
          </span>
          <span class="guide-name">
            {name}
            {index < step && <span class="visually-hidden"> (done)</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}
