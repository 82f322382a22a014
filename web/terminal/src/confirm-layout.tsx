// What both ways to confirm a payment have around them: the payment, and what to do on the phone.

import type { ComponentChildren } from 'preact';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import { useBank } from './bank.ts';
import { CancelPayment } from './cancel-payment.tsx';
import type { ConfirmProps } from './confirm-props.ts';
import { Guide } from './guide.tsx';
import { OrderSummary } from './order-summary.tsx';
import { Part } from './part.tsx';
import './two-columns.css';

interface ConfirmLayoutProps extends ConfirmProps {
  title: string;
  lead: string;
  /** The card that is seen first: what the phone reads, or what is waited for. */
  seen: ComponentChildren;
  /** What to do on the phone. */
  children: ComponentChildren;
  /** Another way to confirm, where there is one. */
  otherWay: ComponentChildren;
}

export function ConfirmLayout({ title, lead, seen, children, otherWay, ...props }: ConfirmLayoutProps) {
  const { transfer, failure, reload } = props;
  const { state } = useBank();
  return (
    <Part title={title} lead={lead} above={<Guide state={state} step={2} />}>
      <div class="two-columns">
        {seen}
        <div class="two-columns-done">
          <section class="card stack" aria-labelledby="confirm-order">
            <h2 id="confirm-order">You pay</h2>
            <OrderSummary transfer={transfer} />
          </section>
          <section class="card stack" aria-labelledby="confirm-steps">
            <h2 id="confirm-steps">On your phone</h2>
            {children}
            {failure && <FailureNotice failure={failure} onRetry={reload} />}
          </section>
          <div class="row">
            {otherWay}
            <CancelPayment {...props} />
          </div>
        </div>
      </div>
    </Part>
  );
}
