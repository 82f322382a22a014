// Sets up a phone: the bank shows an activation code, the phone takes it, and this page goes on by itself.

import { useCallback, useEffect, useState } from 'preact/hooks';
import { Button, ButtonLink } from '../../kit/button.tsx';
import { CopyButton } from '../../kit/copy-button.tsx';
import { Countdown } from '../../kit/countdown.tsx';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import type { ApiFailure } from '../../kit/json-api.ts';
import { Notice } from '../../kit/notice.tsx';
import { Spinner } from '../../kit/spinner.tsx';
import { usePolling } from '../../kit/use-polling.ts';
import { ActivationQrCode } from './activation-qr-code.tsx';
import { useBank } from './bank.ts';
import { bankApi, type PhoneSetup as Setup, type PhoneSetupBegun } from './bank-api.ts';
import { DigitGroups } from './digit-groups.tsx';
import { Guide } from './guide.tsx';
import { Part } from './part.tsx';
import { goTo, phoneLink } from './route.ts';
import { isLoopback, phoneAddress } from './phone-address.ts';
import { Steps } from './steps.tsx';
import './phone-setup.css';
import './two-columns.css';

const pollMilliseconds = 1500;

export function PhoneSetup() {
  const { state, heed, refresh } = useBank();
  const [shown, setShown] = useState<PhoneSetupBegun | null>(null);
  const [enrolment, setEnrolment] = useState<Setup | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);

  const ask = useCallback(async () => {
    const result = heed(await bankApi.get('/demo/api/enrolment'));
    if (result.ok) {
      setFailure(null);
      setEnrolment(result.value);
      if (result.value.status !== 'COMPLETED') return;
      goTo(phoneLink, { replace: true });
      setFailure(await refresh());
    } else if (result.failure.kind !== 'problem' || result.failure.status !== 404) {
      setFailure(result.failure);
    }
  }, [heed, refresh]);

  // An enrolment that is open from before a reload goes on.
  useEffect(() => void ask(), [ask]);
  usePolling(ask, pollMilliseconds, enrolment?.status === 'STARTED');

  async function start() {
    setBusy(true);
    const result = heed(await bankApi.post('/demo/api/enrolment'));
    setBusy(false);
    setFailure(result.ok ? null : result.failure);
    if (!result.ok) return;
    setShown(result.value);
    setEnrolment(result.value);
  }

  const isOpen = enrolment?.status === 'STARTED';
  const code = isOpen && shown?.id === enrolment.id ? shown : null;
  return (
    <Part
      title={code ? 'Scan this with your phone' : 'Set up your phone'}
      lead="Your phone confirms your payments. The phone page is one: in a second tab, or on the phone in your hand."
      above={<Guide state={state} step={0} />}
      narrow={!code}
    >
      {failure && <FailureNotice failure={failure} onRetry={ask} />}
      {code && <ActivationCode enrolment={code} onEnd={ask} onRenew={start} busy={busy} />}
      {!code && isOpen && (
        <section class="card stack">
          <Spinner label="Waiting for your phone…" />
          <p>
            A code was made before this page was loaded again. For safety the bank shows a code only once. Make another
            one if your phone has not read it yet.
          </p>
          <div>
            <Button kind="primary" busy={busy} onClick={start}>
              Make another code
            </Button>
          </div>
        </section>
      )}
      {!isOpen && enrolment?.status !== 'COMPLETED' && (
        <section class="card stack">
          {enrolment && <EndOfCode status={enrolment.status} />}
          <p>The bank makes an activation code for you. It is for one phone, one time.</p>
          <div>
            <Button kind="primary" busy={busy} onClick={start}>
              Show the activation code
            </Button>
          </div>
        </section>
      )}
      {enrolment?.status === 'COMPLETED' && <Spinner label="Your phone is there…" />}
    </Part>
  );
}

function EndOfCode({ status }: { status: Setup['status'] }) {
  if (status === 'EXPIRED')
    return (
      <Notice kind="warn" title="The code has expired">
        Nothing is lost: make a new one.
      </Notice>
    );
  if (status === 'FAILED') {
    return (
      <Notice kind="bad" title="The set-up failed">
        The phone could not complete it. Try again with a new code.
      </Notice>
    );
  }
  return null;
}

interface ActivationCodeProps {
  enrolment: PhoneSetupBegun;
  onEnd(): void;
  onRenew(): void;
  busy: boolean;
}

function ActivationCode({ enrolment, onEnd, onRenew, busy }: ActivationCodeProps) {
  return (
    <div class="two-columns">
      <section class="card two-columns-seen" aria-label="Activation code">
        <ActivationQrCode activationCode={enrolment.activation_code} application={enrolment.application} />
        <div class="stack phone-setup-typed">
          <p class="soft">or type the activation code</p>
          <p class="phone-setup-digits">
            <DigitGroups digits={enrolment.activation_code} size={4} />
          </p>
          <CopyButton text={enrolment.activation_code} label="Copy the code" />
        </div>
      </section>
      <section class="card stack" aria-labelledby="phone-setup-steps">
        <h2 id="phone-setup-steps">What to do</h2>
        <Steps>
          <li>
            <p>
              Open the phone page in a second tab
              {!isLoopback && (
                <>
                  , or on a phone at <code class="phone-setup-address">{phoneAddress}</code>
                </>
              )}
              .
            </p>
            <ButtonLink kind="primary" href="../phone/" newTab>
              Open the phone page
            </ButtonLink>
          </li>
          <li>Scan the QR code there. In a second tab it is quicker to type the activation code.</li>
          <li>Choose a PIN on the phone. It never leaves the phone.</li>
        </Steps>
        <Spinner label="Waiting for your phone…" />
        <p class="soft">
          The code is good for <Countdown until={enrolment.expires_at} onEnd={onEnd} />
        </p>
        <div>
          <Button busy={busy} onClick={onRenew}>
            Make another code
          </Button>
        </div>
      </section>
    </div>
  );
}
