// What is paid to whom: to compare with what the phone shows.

import type { ComponentChildren } from 'preact';
import { formatMoney, groupDigits } from '../../kit/format.ts';
import type { Transfer } from './bank-api.ts';
import './order-summary.css';

export interface OrderSummaryProps {
  transfer: Transfer;
  /** Further terms, each a <div> of <dt> and <dd>. */
  children?: ComponentChildren;
}

export function OrderSummary({ transfer, children }: OrderSummaryProps) {
  return (
    <dl class="order-summary">
      <div class="order-summary-amount">
        <dt>Amount</dt>
        <dd>{formatMoney(transfer.amount, transfer.currency)}</dd>
      </div>
      <div>
        <dt>To</dt>
        <dd>{transfer.payee}</dd>
      </div>
      <div>
        <dt>IBAN</dt>
        <dd class="order-summary-iban">{groupDigits(transfer.iban.replaceAll(' ', ''))}</dd>
      </div>
      {transfer.reference && (
        <div>
          <dt>Reference</dt>
          <dd>{transfer.reference}</dd>
        </div>
      )}
      {children}
    </dl>
  );
}
