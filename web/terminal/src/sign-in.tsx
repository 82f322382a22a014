// The sign-in of the two customers that the demo has.

import { useState } from 'preact/hooks';
import { Button } from '../../kit/button.tsx';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import { Field } from '../../kit/field.tsx';
import type { ApiFailure } from '../../kit/json-api.ts';
import { Notice } from '../../kit/notice.tsx';
import { bankApi, type BankState } from './bank-api.ts';
import { Illustration } from './illustration.tsx';
import { Part } from './part.tsx';
import { Steps } from './steps.tsx';
import './sign-in.css';

export interface SignInProps {
  /** The customer was signed in before, and the session is over. */
  ended: boolean;
  onSignedIn(state: BankState): void;
}

export function SignIn({ ended, onSignedIn }: SignInProps) {
  const [customer, setCustomer] = useState('1001');
  const [password, setPassword] = useState('demo');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const isWrong = failure?.kind === 'problem' && failure.status === 401;

  async function submit(event: Event) {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    const result = await bankApi.post('/demo/api/sign-in', { body: { customer: customer.trim(), password } });
    setBusy(false);
    if (result.ok) onSignedIn(result.value);
    else setFailure(result.failure);
  }

  return (
    <Part
      title="Sign in to Lumen Bank"
      lead="Try what Heliograph does: confirm a payment with a phone that may be in flight mode. It takes two minutes."
    >
      {ended && (
        <Notice kind="info" title="You were signed out">
          <p>Sign in again and you are back where you were.</p>
        </Notice>
      )}
      <div class="sign-in">
        <form class="card stack" onSubmit={submit}>
          <Field
            label="Customer number"
            hint="The demo has two customers: 1001 and 1002."
            name="customer"
            inputMode="numeric"
            autoComplete="username"
            required
            value={customer}
            onValue={setCustomer}
          />
          <Field
            label="Password"
            hint="It is “demo” for both."
            name="password"
            type="password"
            autoComplete="current-password"
            required
            value={password}
            onValue={setPassword}
            error={isWrong ? 'The customer number or the password is wrong.' : undefined}
          />
          {failure && !isWrong && <FailureNotice failure={failure} />}
          <div>
            <Button kind="primary" type="submit" busy={busy}>
              Sign in
            </Button>
          </div>
        </form>
        <section class="sign-in-story" aria-labelledby="sign-in-story">
          <h2 id="sign-in-story">What you will see</h2>
          <Steps>
            <li>You set up a phone: the one in your hand, or a page in a second tab.</li>
            <li>You make a payment, and the bank shows it as a QR code.</li>
            <li>The phone reads it, shows you what you pay, and gives you a code. It needs no network for that.</li>
          </Steps>
          <Illustration />
        </section>
      </div>
    </Part>
  );
}
