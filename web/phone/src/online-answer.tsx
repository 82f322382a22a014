// What a service provider asks, and the user's answer: confirm or refuse.

import type { AuthMethod, AuthParameter, Controller, PinRules } from '@heliograph/sdk-web';
import { useState } from 'preact/hooks';
import { Button } from '../../kit/button.tsx';
import { Notice } from '../../kit/notice.tsx';
import { SelectField } from '../../kit/select-field.tsx';
import { StepHeading } from '../../kit/step-heading.tsx';
import { nameOf } from './auth-method-names.ts';
import { isLastAttempt, isRecoverable, sentenceOf, type Sentence } from './error-sentences.ts';
import { MethodEntry } from './method-entry.tsx';
import { nextPaint } from './next-paint.ts';
import { Transaction } from './transaction.tsx';

export interface OnlineRequest {
  controller: Controller;
  title: string | undefined;
  context: string | undefined;
  authMethods: readonly AuthMethod[];
  pinRules: PinRules;
}

export interface OnlineAnswerProps {
  request: OnlineRequest;
  onConfirmed(): void;
  /** With what went wrong where the server could not be told. */
  onRefused(sentence: Sentence | undefined): void;
  onFailed(sentence: Sentence): void;
  onLeave(): void;
}

export function OnlineAnswer({ request, onConfirmed, onRefused, onFailed, onLeave }: OnlineAnswerProps) {
  const [method, setMethod] = useState<AuthMethod>(preferred(request.authMethods));
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<{ sentence: Sentence; lastAttempt: boolean }>();

  const confirm = async (parameter: AuthParameter) => {
    setBusy(true);
    setFault(undefined);
    await nextPaint();
    try {
      await request.controller.finishAuthentication(parameter);
      onConfirmed();
    } catch (error) {
      const sentence = sentenceOf(error, { operation: 'online', pinRules: request.pinRules });
      setBusy(false);
      if (isRecoverable(error)) setFault({ sentence, lastAttempt: isLastAttempt(error) });
      else onFailed(sentence);
    }
  };
  const refuse = async () => {
    setBusy(true);
    try {
      await request.controller.cancelSession();
      onRefused(undefined);
    } catch (error) {
      onRefused(sentenceOf(error, { operation: 'online' }));
    }
  };

  return (
    <>
      <StepHeading key="open">Is this what you want?</StepHeading>
      {request.context === undefined && request.title === undefined ? (
        <p>The request came without a text.</p>
      ) : (
        <Transaction title={request.title} text={request.context ?? ''} />
      )}
      {request.authMethods.length > 1 && (
        <SelectField
          label="Confirm by"
          value={method}
          choices={request.authMethods.map((value) => ({ value, label: nameOf(value) }))}
          onValue={(chosen) => setMethod(chosen)}
          disabled={busy}
        />
      )}
      {fault?.lastAttempt ? (
        <Notice kind="bad" title={fault.sentence.title}>
          <p>{fault.sentence.text}</p>
          <div class="row">
            <Button kind="primary" onClick={onLeave}>
              Stop here
            </Button>
            <Button onClick={() => setFault(undefined)}>I know the PIN</Button>
          </div>
        </Notice>
      ) : (
        <MethodEntry
          method={method}
          pinRules={request.pinRules}
          confirmLabel="Confirm"
          busy={busy}
          error={fault && `${fault.sentence.title}. ${fault.sentence.text}`}
          onParameter={(parameter) => void confirm(parameter)}
        />
      )}
      <Button kind="plain" disabled={busy} onClick={() => void refuse()}>
        Refuse: I did not ask for this
      </Button>
    </>
  );
}

function preferred(methods: readonly AuthMethod[]): AuthMethod {
  return methods.find((method) => method === 'DEVICE_PIN') ?? methods[0] ?? 'DEVICE_PIN';
}
