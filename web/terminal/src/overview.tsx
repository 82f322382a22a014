// The account: what it holds, what is next, and what was paid.

import { ButtonLink } from '../../kit/button.tsx';
import { formatMoney } from '../../kit/format.ts';
import { offlineMethodsOf } from './auth-methods.ts';
import { useBank } from './bank.ts';
import type { BankState } from './bank-api.ts';
import { Guide } from './guide.tsx';
import { Part } from './part.tsx';
import { PhoneSetup } from './phone-setup.tsx';
import { payLink, phoneLink } from './route.ts';
import { TransferList } from './transfer-list.tsx';
import './overview.css';

/** Without a phone nothing can be paid: its set-up takes the place of the account. */
export function Overview() {
  const { state } = useBank();
  if (!state.phone) return <PhoneSetup />;
  return (
    <Part title="Your account" above={<Guide state={state} step={offlineMethodsOf(state.phone).length > 0 ? 1 : 0} />}>
      <div class="overview-top">
        <section class="card overview-balance" aria-labelledby="overview-balance">
          <h2 id="overview-balance">Balance</h2>
          <p class="overview-amount">{formatMoney(state.balance, state.currency)}</p>
          <div class="row">
            <NextStep state={state} />
          </div>
        </section>
        <section class="card stack" aria-labelledby="overview-phone">
          <h2 id="overview-phone">Your phone</h2>
          <p>{phoneSentence(state)}</p>
          <p>
            <a href={phoneLink}>Show the phone</a>
          </p>
        </section>
      </div>
      <section class="card stack" aria-labelledby="overview-transfers">
        <h2 id="overview-transfers">Payments</h2>
        <TransferList transfers={state.transfers} />
      </section>
    </Part>
  );
}

function NextStep({ state }: { state: BankState }) {
  const isReady = state.phone && offlineMethodsOf(state.phone).length > 0;
  return isReady ? (
    <ButtonLink kind="primary" href={payLink}>
      Pay somebody
    </ButtonLink>
  ) : (
    <ButtonLink kind="primary" href={phoneLink}>
      Finish setting up your phone
    </ButtonLink>
  );
}

function phoneSentence({ phone }: BankState): string {
  if (!phone) return '';
  if (phone.lock_status === 'LOCKED') return 'It is locked, and confirms nothing for now.';
  const offline = offlineMethodsOf(phone);
  if (offline.length === 0) return 'It is set up. One step is left before it confirms payments without network.';
  if (offline.every((method) => method.lock_status === 'LOCKED')) return 'Confirming with the QR code is locked.';
  return 'It is ready, and confirms your payments without network, too.';
}
