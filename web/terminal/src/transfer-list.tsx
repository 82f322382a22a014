// The customer's payments, newest first.

import { formatDateTime, formatMoney } from '../../kit/format.ts';
import type { SessionStatus, Transfer } from './bank-api.ts';
import { paymentLink } from './route.ts';
import './transfer-list.css';

const statusNames: Record<SessionStatus, string> = {
  STARTED: 'To be confirmed',
  COMPLETED: 'Paid',
  FAILED: 'Refused',
  CANCELLED: 'Cancelled',
  EXPIRED: 'Expired',
};

export function TransferList({ transfers }: { transfers: readonly Transfer[] }) {
  if (transfers.length === 0) return <p class="soft">Nothing yet. Your payments will appear here.</p>;
  return (
    <ul class="transfer-list">
      {transfers.map((transfer) => (
        <li key={transfer.id} class="transfer-list-item">
          <div class="transfer-list-payee">
            <a href={paymentLink(transfer.id)}>{transfer.payee}</a>
            <span class="soft">{transfer.reference || 'No reference'}</span>
            <span class="soft">{formatDateTime(transfer.created_at)}</span>
          </div>
          <div class="transfer-list-amount">
            <span class={transfer.status === 'COMPLETED' ? 'transfer-list-paid' : 'soft'}>
              {transfer.status === 'COMPLETED' && '−'}
              {formatMoney(transfer.amount, transfer.currency)}
            </span>
            <span class="soft">{statusNames[transfer.status]}</span>
          </div>
        </li>
      ))}
    </ul>
  );
}
