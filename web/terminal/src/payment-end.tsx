// How a payment ended: paid, with its receipt, or not, with the way on.

import { Button, ButtonLink } from '../../kit/button.tsx';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import { formatDateTime, groupDigits } from '../../kit/format.ts';
import { Notice } from '../../kit/notice.tsx';
import { useBank } from './bank.ts';
import type { SessionStatus, Transfer } from './bank-api.ts';
import { isUsable, nameOf, onlineMethodsOf } from './auth-methods.ts';
import { LockEnd, LockNotice } from './lock-notice.tsx';
import { OrderSummary } from './order-summary.tsx';
import { Part } from './part.tsx';
import { goTo, overviewLink, payLink } from './route.ts';
import { useBeginPayment } from './use-begin-payment.ts';
import './payment-end.css';

/** Not STARTED. */
export function PaymentEnd({ transfer }: { transfer: Transfer }) {
  return transfer.status === 'COMPLETED' ? <Receipt transfer={transfer} /> : <NotPaid transfer={transfer} />;
}

function Receipt({ transfer }: { transfer: Transfer }) {
  const { state } = useBank();
  return (
    <Part title="Paid" lead="You confirmed this payment with your phone, and the bank carried it out." narrow>
      <section class="card stack payment-end-receipt" aria-label="Receipt">
        <svg class="payment-end-tick" viewBox="0 0 48 48" aria-hidden="true" fill="none" stroke="currentColor">
          <circle cx="24" cy="24" r="21.5" stroke-width="3" />
          <path d="M15 25l6.5 6.5L34 18" stroke-width="4" stroke-linecap="round" stroke-linejoin="round" />
        </svg>
        <OrderSummary transfer={transfer}>
          <div>
            <dt>Confirmed with</dt>
            <dd>{nameOf(transfer.auth_method)}</dd>
          </div>
          <div>
            <dt>Begun</dt>
            <dd>{formatDateTime(transfer.created_at)}</dd>
          </div>
          <div>
            <dt>Payment number</dt>
            <dd class="payment-end-number">{transfer.id}</dd>
          </div>
        </OrderSummary>
      </section>
      <div class="row">
        <ButtonLink kind="primary" href={overviewLink}>
          Your account
        </ButtonLink>
        <ButtonLink href={payLink}>Another payment</ButtonLink>
      </div>
      {state.transfers.filter(({ status }) => status === 'COMPLETED').length <= 1 && (
        <WhatHappened transfer={transfer} />
      )}
    </Part>
  );
}

/** For newcomers, after their first payment. */
function WhatHappened({ transfer }: { transfer: Transfer }) {
  if (transfer.channel === 'ONLINE') return null;
  return (
    <Notice kind="info" still title="That was an offline authentication">
      <p>
        The QR code carried this payment, enciphered for your phone alone. The phone computed the code from the payment,
        its keys and your PIN. Change a cent, and the code is another one.
      </p>
    </Notice>
  );
}

const titles: Record<Exclude<SessionStatus, 'STARTED' | 'COMPLETED'>, string> = {
  FAILED: 'Not confirmed',
  CANCELLED: 'Cancelled',
  EXPIRED: 'The time is up',
};

function NotPaid({ transfer }: { transfer: Transfer }) {
  const { state, setDraft } = useBank();
  const { begin, busy, failure } = useBeginPayment({ replace: true });
  const { phone } = state;
  const status = transfer.status === 'STARTED' || transfer.status === 'COMPLETED' ? 'FAILED' : transfer.status;
  const method = phone?.auth_methods.find(({ auth_method }) => auth_method === transfer.auth_method);
  const isLocked = phone?.lock_status === 'LOCKED' || method?.lock_status === 'LOCKED';

  const canGoOnline =
    isLocked &&
    phone?.lock_status === 'UNLOCKED' &&
    transfer.channel === 'OFFLINE' &&
    onlineMethodsOf(phone).some(isUsable);

  function again() {
    const authMethod = transfer.channel === 'OFFLINE' && method ? transfer.auth_method : undefined;
    void begin(transfer, transfer.channel, authMethod);
  }
  function change() {
    const { payee, iban, amount, reference } = transfer;
    setDraft({ payee, iban: groupDigits(iban.replaceAll(' ', '')), amount, reference });
    goTo(payLink);
  }

  return (
    <Part title={titles[status]} lead={reasonOf(transfer, status)} narrow>
      {isLocked && phone && <LockNotice phone={phone} />}
      {!phone && (
        <Notice kind="warn" still title="There is no phone">
          <p>Your phone was removed. Set one up before you pay again.</p>
        </Notice>
      )}
      {status === 'FAILED' && !isLocked && transfer.locked_until && Date.parse(transfer.locked_until) > Date.now() && (
        <Notice kind="bad" title="Confirming is locked for now">
          <LockEnd reason="ATTEMPTS_EXHAUSTED" until={transfer.locked_until} />
        </Notice>
      )}
      <section class="card stack" aria-label="Payment">
        <OrderSummary transfer={transfer} />
      </section>
      {failure && <FailureNotice failure={failure} />}
      <div class="row">
        {!isLocked && phone && (
          <Button kind="primary" busy={busy} onClick={again}>
            Begin again with the same data
          </Button>
        )}
        {canGoOnline && (
          <Button kind="primary" busy={busy} onClick={() => void begin(transfer, 'ONLINE')}>
            Confirm online instead
          </Button>
        )}
        <Button onClick={change}>Change the payment</Button>
        <ButtonLink href={overviewLink}>Your account</ButtonLink>
      </div>
    </Part>
  );
}

function reasonOf(transfer: Transfer, status: SessionStatus): string {
  if (status === 'CANCELLED') return 'The payment was cancelled. Nothing was paid.';
  if (status === 'EXPIRED') return 'The payment was not confirmed in time. Nothing was paid.';
  if (transfer.channel === 'ONLINE') return 'The payment was not confirmed on the phone. Nothing was paid.';
  return transfer.remaining_attempts === 0
    ? 'The last code was wrong, too, so the bank refused the payment. Nothing was paid.'
    : 'The phone was locked, so the bank refused the payment. Nothing was paid.';
}
