// The offline authentication: the phone reads the QR code, the customer types the code that the phone shows.

import { useRef, useState } from 'preact/hooks';
import { Button } from '../../kit/button.tsx';
import { CopyButton } from '../../kit/copy-button.tsx';
import { Countdown } from '../../kit/countdown.tsx';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import { plural } from '../../kit/format.ts';
import type { ApiFailure } from '../../kit/json-api.ts';
import { Notice } from '../../kit/notice.tsx';
import { usePolling } from '../../kit/use-polling.ts';
import { isUsable, onlineMethodsOf, promptOf } from './auth-methods.ts';
import { useBank } from './bank.ts';
import { bankApi, pathTo, type Transfer, transferPath } from './bank-api.ts';
import { ConfirmLayout } from './confirm-layout.tsx';
import type { ConfirmProps } from './confirm-props.ts';
import { DigitGroups } from './digit-groups.tsx';
import { OneTimePasswordField } from './one-time-password-field.tsx';
import { PhoneLink } from './phone-link.tsx';
import { Steps } from './steps.tsx';
import { SwitchChannel } from './switch-channel.tsx';
import { TransferQrCode } from './transfer-qr-code.tsx';
import { verificationDataOf } from './verification-data.ts';
import './confirm.css';

/** Digits of a one-time password where the bank does not say. */
const usualLength = 6;

const pollMilliseconds = 2000;

export function ConfirmOffline(props: ConfirmProps) {
  const { transfer, reload } = props;
  const { state } = useBank();
  const hasOnline = state.phone !== null && onlineMethodsOf(state.phone).some(isUsable);
  const length = transfer.otp_length ?? usualLength;
  // By this computer's clock; the server's may be a little behind, so it is asked until it says so, too.
  const [isOver, setOver] = useState(false);
  usePolling(reload, pollMilliseconds, isOver);
  return (
    <ConfirmLayout
      {...props}
      title="Confirm the payment"
      lead="Your phone needs no network for this: try it in flight mode."
      seen={
        <section class="card two-columns-seen" aria-label="QR code">
          <TransferQrCode transferId={transfer.id} />
          <Digits transferId={transfer.id} />
        </section>
      }
      otherWay={hasOnline && <SwitchChannel transfer={transfer} to="ONLINE" />}
    >
      <Steps>
        <li>
          Open the <PhoneLink /> and scan the QR code, or paste its digits.
        </li>
        <li>Compare the payment it shows with the one above. If they differ, stop.</li>
        <li>
          {promptOf(transfer.auth_method)}. It shows {plural(length, 'digit', 'digits')}: type them here.
        </li>
      </Steps>
      <CodeForm {...props} length={length} />
      <p class="soft">
        Time left: <Countdown until={transfer.expires_at} onEnd={() => setOver(true)} />
      </p>
    </ConfirmLayout>
  );
}

function Digits({ transferId }: { transferId: string }) {
  const digits = verificationDataOf(transferId);
  if (!digits) return null;
  return (
    <details class="confirm-digits">
      <summary>Second tab, or no camera? Copy the digits</summary>
      <div class="stack">
        <p class="soft">They say what the QR code says. On the phone page choose to scan, and then to paste digits.</p>
        <CopyButton text={digits} label="Copy the digits" />
        <p class="confirm-digits-text">
          <DigitGroups digits={digits} size={5} />
        </p>
      </div>
    </details>
  );
}

/** What the customer is told of the last code: that it was wrong, or why it could not be checked. */
type Answer = { is: 'wrong'; verified: Transfer } | { is: 'refused'; failure: ApiFailure };

function CodeForm({ transfer, onTransfer, reload, length }: ConfirmProps & { length: number }) {
  const { heed } = useBank();
  const [otp, setOtp] = useState('');
  const [isIncomplete, setIncomplete] = useState(false);
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const inputRef = useRef<HTMLInputElement>(null);
  const attempts = transfer.remaining_attempts;

  async function submit(event: Event) {
    event.preventDefault();
    inputRef.current?.focus();
    setIncomplete(otp.length < length);
    if (otp.length < length) return;
    setBusy(true);
    setAnswer(null);
    const result = heed(await bankApi.post(`${transferPath}/verify`, { params: pathTo(transfer), body: { otp } }));
    if (result.ok) {
      if (result.value.result === 'FAILURE') {
        setOtp('');
        setAnswer({ is: 'wrong', verified: result.value });
      }
      onTransfer(result.value);
    } else if (result.failure.kind === 'problem' && [409, 423].includes(result.failure.status)) {
      setAnswer({ is: 'refused', failure: result.failure });
      await reload();
    } else {
      setAnswer({ is: 'refused', failure: result.failure });
    }
    setBusy(false);
  }

  return (
    <form class="stack" onSubmit={submit} noValidate>
      <OneTimePasswordField
        inputRef={inputRef}
        length={length}
        value={otp}
        onValue={(digits) => {
          setOtp(digits);
          setIncomplete(false);
        }}
        error={isIncomplete ? `The code has ${length} digits.` : undefined}
      />
      {answer?.is === 'wrong' && <WrongCode verified={answer.verified} />}
      {answer?.is === 'refused' && <FailureNotice failure={answer.failure} />}
      {answer?.is !== 'wrong' && attempts === 1 && <LastAttempt />}
      <div class="row">
        <Button kind="primary" type="submit" busy={busy}>
          Confirm
        </Button>
        {attempts !== undefined && attempts > 1 && (
          <span class="soft">{plural(attempts, 'attempt', 'attempts')} left</span>
        )}
      </div>
    </form>
  );
}

function WrongCode({ verified }: { verified: Transfer }) {
  const attempts = verified.remaining_attempts ?? 0;
  return (
    <Notice kind="bad" title="That code is not right">
      <p>
        Nothing was paid. Look at the phone and type its code again, or scan the QR code again.{' '}
        {attempts > 1 && `You have ${plural(attempts, 'attempt', 'attempts')} left.`}
      </p>
      {attempts === 1 && <p>{lastAttempt(verified.lock_warning)}</p>}
    </Notice>
  );
}

function LastAttempt() {
  return (
    <Notice kind="warn" title="One attempt left">
      <p>{lastAttempt(undefined)}</p>
    </Notice>
  );
}

function lastAttempt(warning: Transfer['lock_warning']): string {
  const what = 'This is your last attempt: another wrong code locks confirming with the QR code';
  if (warning === 'TEMPORARY') return `${what} for a while.`;
  if (warning === 'PERMANENT') return `${what} until the bank unlocks it.`;
  return `${what}.`;
}
