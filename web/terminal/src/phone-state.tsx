// What the customer's phone can do, what is left to add to it, and its removal.

import { useState } from 'preact/hooks';
import { Button, ButtonLink } from '../../kit/button.tsx';
import { ConfirmDialog } from '../../kit/dialog.tsx';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import { formatDateTime, plural } from '../../kit/format.ts';
import type { ApiFailure } from '../../kit/json-api.ts';
import { Spinner } from '../../kit/spinner.tsx';
import { usePolling } from '../../kit/use-polling.ts';
import { isUsable, nameOf, offlineMethodsOf, onlineMethodsOf } from './auth-methods.ts';
import { useBank } from './bank.ts';
import { bankApi, type Phone, type PhoneMethod } from './bank-api.ts';
import { Guide } from './guide.tsx';
import { LockNotice } from './lock-notice.tsx';
import { Part } from './part.tsx';
import { payLink } from './route.ts';
import { Steps } from './steps.tsx';
import './phone-state.css';

const pollMilliseconds = 2000;

export function PhoneState({ phone }: { phone: Phone }) {
  const { state, refresh } = useBank();
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const offline = offlineMethodsOf(phone);
  const isReady = offline.length > 0;

  async function ask() {
    setFailure(await refresh());
  }
  usePolling(ask, pollMilliseconds);

  return (
    <Part title={titleOf(phone)} lead={leadOf(phone)} above={<Guide state={state} step={isReady ? 1 : 0} />} narrow>
      {failure && <FailureNotice failure={failure} onRetry={ask} />}
      <LockNotice phone={phone} />
      {!isReady && <NextStep />}
      <section class="card stack" aria-labelledby="phone-methods">
        <h2 id="phone-methods">How it confirms payments</h2>
        <ul class="phone-state-methods">
          {[...onlineMethodsOf(phone), ...offline].map((method) => (
            <Method key={method.auth_method} method={method} />
          ))}
          {!isReady && (
            <li class="phone-state-method">
              <span class="phone-state-name soft">QR code, without network</span>
              <span class="soft">not added yet</span>
            </li>
          )}
        </ul>
      </section>
      <div class="row">
        {isReady && (
          <ButtonLink kind="primary" href={payLink}>
            {state.transfers.length === 0 ? 'Make your first payment' : 'Pay somebody'}
          </ButtonLink>
        )}
        <RemovePhone />
      </div>
    </Part>
  );
}

function titleOf(phone: Phone): string {
  if (offlineMethodsOf(phone).length === 0) return 'Add the QR code to your phone';
  return confirmsOffline(phone) ? 'Your phone is ready' : 'Your phone';
}

function leadOf(phone: Phone): string {
  if (offlineMethodsOf(phone).length === 0) {
    return 'The phone is set up. One step is left, and then it works without network, too.';
  }
  return confirmsOffline(phone)
    ? 'It confirms your payments, with the QR code without any network.'
    : 'It confirms nothing with the QR code for now.';
}

function confirmsOffline(phone: Phone): boolean {
  return phone.lock_status === 'UNLOCKED' && offlineMethodsOf(phone).some(isUsable);
}

function NextStep() {
  return (
    <section class="card stack phone-state-next" aria-labelledby="phone-next">
      <h2 id="phone-next">On the phone now</h2>
      <Steps>
        <li>Press “Add the offline method” on the phone page.</li>
        <li>Enter the PIN that you chose, and follow the page to its end.</li>
      </Steps>
      <div class="row">
        <ButtonLink kind="primary" href="../phone/" newTab>
          Open the phone page
        </ButtonLink>
        <Spinner label="Waiting for your phone…" />
      </div>
    </section>
  );
}

function Method({ method }: { method: PhoneMethod }) {
  return (
    <li class="phone-state-method">
      <span class="phone-state-name">{nameOf(method.auth_method)}</span>
      {isUsable(method) ? (
        <span class="soft">
          <span class="phone-state-good">✓ ready</span> · {plural(method.remaining_attempts, 'attempt', 'attempts')}{' '}
          left
        </span>
      ) : (
        <span class="phone-state-bad">
          locked{method.locked_until && ` until ${formatDateTime(method.locked_until)}`}
        </span>
      )}
    </li>
  );
}

function RemovePhone() {
  const { heed, refresh } = useBank();
  const [isAsking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);

  async function remove() {
    setBusy(true);
    const result = heed(await bankApi.delete('/demo/api/phone'));
    const failed = result.ok ? await refresh() : result.failure;
    setBusy(false);
    setFailure(failed);
    if (!failed) setAsking(false);
  }

  return (
    <>
      <Button onClick={() => setAsking(true)}>Remove this phone</Button>
      <ConfirmDialog
        open={isAsking}
        title="Remove this phone?"
        confirmLabel="Remove the phone"
        keepLabel="Keep it"
        danger
        busy={busy}
        onConfirm={remove}
        onClose={() => setAsking(false)}
      >
        <p>
          The bank forgets its keys, and it confirms no payment any more. Payments that wait for it are not carried out.
        </p>
        <p>This cannot be undone, but you can set the phone up again in a minute.</p>
        {failure && <FailureNotice failure={failure} />}
      </ConfirmDialog>
    </>
  );
}
