// Signing in with an API key of role ADMIN: as a page, and over a page whose sign-in has ended.

import { useEffect, useId, useState } from 'preact/hooks';
import { Button } from '../../kit/button.tsx';
import { Dialog } from '../../kit/dialog.tsx';
import { Field } from '../../kit/field.tsx';
import type { ApiFailure, ApiResult } from '../../kit/json-api.ts';
import { Logo } from '../../kit/logo.tsx';
import { Notice } from '../../kit/notice.tsx';
import { fromConsole, openApi, type ConsoleSession } from './api.ts';
import { FailureNotice } from './failure-notice.tsx';
import { isUuid } from './words.ts';

type SignedInHandler = (answer: ApiResult<ConsoleSession> & { ok: true }) => void;

function problemOfKeyId(keyId: string): string | undefined {
  if (keyId === '') return 'Write the id of an API key.';
  return isUuid(keyId) ? undefined : 'An id has 36 characters, such as 9a4c2e8d-5f13-4b7a-8c6e-1d2f3a4b5c6d.';
}

function useSignInForm(onSignedIn: SignedInHandler) {
  const [keyId, setKeyId] = useState('');
  const [keySecret, setKeySecret] = useState('');
  const [isChecked, setChecked] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | undefined>(undefined);

  const keyIdProblem = isChecked ? problemOfKeyId(keyId.trim()) : undefined;
  const keySecretProblem = isChecked && keySecret.trim() === '' ? 'Write the secret of the key.' : undefined;

  async function submit(event: Event) {
    event.preventDefault();
    setChecked(true);
    if (isBusy || problemOfKeyId(keyId.trim()) !== undefined || keySecret.trim() === '') return;
    setBusy(true);
    setFailure(undefined);
    const answer = await openApi.post('/console/api/session', {
      params: fromConsole,
      body: { key_id: keyId.trim(), key_secret: keySecret.trim() },
    });
    setBusy(false);
    const isAnswered = answer.ok || answer.failure.kind === 'problem';
    if (isAnswered) {
      setKeySecret('');
      setChecked(false);
    }
    if (answer.ok) onSignedIn(answer);
    else setFailure(answer.failure);
  }

  return { keyId, setKeyId, keySecret, setKeySecret, keyIdProblem, keySecretProblem, failure, isBusy, submit };
}

function SignInFields({ form, id }: { form: ReturnType<typeof useSignInForm>; id: string }) {
  return (
    <form id={id} class="stack" noValidate onSubmit={(event) => void form.submit(event)}>
      <Field
        label="Key id"
        name="username"
        autocomplete="username"
        autocapitalize="off"
        spellcheck={false}
        value={form.keyId}
        error={form.keyIdProblem}
        onValue={form.setKeyId}
      />
      <Field
        label="Key secret"
        type="password"
        name="password"
        autocomplete="current-password"
        value={form.keySecret}
        error={form.keySecretProblem}
        onValue={form.setKeySecret}
      />
      {form.failure && <FailureNotice failure={form.failure} title="You are not signed in" />}
    </form>
  );
}

export interface SignInPageProps {
  /** Why the server could not say whether somebody is signed in. */
  detail: string | undefined;
  onSignedIn: SignedInHandler;
}

export function SignInPage({ detail, onSignedIn }: SignInPageProps) {
  const form = useSignInForm(onSignedIn);
  const formId = useId();
  useEffect(() => {
    document.title = 'Sign in – Heliograph console';
  }, []);
  return (
    <main class="sign-in">
      <div class="card stack">
        <div class="row">
          <Logo />
          <h1>Heliograph console</h1>
        </div>
        <p class="soft">Sign in with an API key of role ADMIN. This page does not keep its secret.</p>
        {detail !== undefined && (
          <Notice kind="warn">
            <p>{detail}</p>
          </Notice>
        )}
        <SignInFields form={form} id={formId} />
        <Button kind="primary" type="submit" form={formId} busy={form.isBusy}>
          Sign in
        </Button>
        <details>
          <summary>Where do I get a key?</summary>
          <p class="soft">
            On the server’s machine:{' '}
            <code>heliograph apikey create --name "operations" --role ADMIN --expires-in-days 90</code>
          </p>
        </details>
      </div>
    </main>
  );
}

export interface SignInAgainDialogProps {
  onSignedIn: SignedInHandler;
  onSignOut(): void;
}

/** Stays open when Escape is pressed: leaving it would lose what is on the page behind it. */
export function SignInAgainDialog({ onSignedIn, onSignOut }: SignInAgainDialogProps) {
  const form = useSignInForm(onSignedIn);
  const [round, setRound] = useState(0);
  const formId = useId();
  return (
    <Dialog
      key={round}
      open
      title="Sign in again"
      onClose={() => setRound(round + 1)}
      actions={
        <>
          <Button onClick={onSignOut}>Leave the console</Button>
          <Button kind="primary" type="submit" form={formId} busy={form.isBusy}>
            Sign in
          </Button>
        </>
      }
    >
      <p>Your sign-in has ended. What you have typed is still on the page behind this window.</p>
      <SignInFields form={form} id={formId} />
    </Dialog>
  );
}
