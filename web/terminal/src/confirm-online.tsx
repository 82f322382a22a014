// The online authentication: the phone asks the server for the payment; this page waits for its answer.

import { Countdown } from '../../kit/countdown.tsx';
import { Spinner } from '../../kit/spinner.tsx';
import { usePolling } from '../../kit/use-polling.ts';
import { isUsable, offlineMethodsOf } from './auth-methods.ts';
import { useBank } from './bank.ts';
import { ConfirmLayout } from './confirm-layout.tsx';
import type { ConfirmProps } from './confirm-props.ts';
import { PhoneLink } from './phone-link.tsx';
import { Steps } from './steps.tsx';
import { SwitchChannel } from './switch-channel.tsx';
import './confirm.css';

const pollMilliseconds = 1500;

export function ConfirmOnline(props: ConfirmProps) {
  const { transfer, reload } = props;
  const { state } = useBank();
  const hasOffline = state.phone !== null && offlineMethodsOf(state.phone).some(isUsable);
  usePolling(reload, pollMilliseconds);
  return (
    <ConfirmLayout
      {...props}
      title="Confirm on your phone"
      lead="The phone fetches this payment over the network. You type nothing here."
      seen={
        <section class="card confirm-wait" aria-label="Waiting">
          <PhoneMark />
          <Spinner label="Waiting for your phone…" />
          <p class="soft">
            Time left: <Countdown until={transfer.expires_at} onEnd={reload} />
          </p>
        </section>
      }
      otherWay={hasOffline && <SwitchChannel transfer={transfer} to="OFFLINE" />}
    >
      <Steps>
        <li>
          Open the <PhoneLink /> and press “Answer an online request”.
        </li>
        <li>Compare the payment it shows with the one above. If they differ, stop.</li>
        <li>Confirm it there. This page goes on by itself.</li>
      </Steps>
    </ConfirmLayout>
  );
}

function PhoneMark() {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.5">
      <rect x="6.5" y="2.5" width="11" height="19" rx="2.5" />
      <path d="M10.5 18.75h3" stroke-linecap="round" />
      <path d="M9.5 10.5l2 2 3.5-4" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}
