// Confirms a transaction without a network: shows it, takes the PIN, shows the one-time password. A wrong PIN makes a wrong
// password, and nothing here can tell.

import type { AuthParameter } from '@heliograph/sdk-web';
import { useEffect, useState } from 'preact/hooks';
import { Button } from '../../kit/button.tsx';
import { Notice } from '../../kit/notice.tsx';
import { Spinner } from '../../kit/spinner.tsx';
import { StepHeading } from '../../kit/step-heading.tsx';
import { nameOf } from './auth-method-names.ts';
import { isRecoverable, sentenceOf, type Sentence } from './error-sentences.ts';
import { MethodEntry } from './method-entry.tsx';
import { nextPaint } from './next-paint.ts';
import { openTransaction, type OpenedTransaction } from './offline-opening.ts';
import { OneTimePassword } from './one-time-password.tsx';
import type { Registration } from './registrations.ts';
import { Transaction } from './transaction.tsx';

export interface OfflineAuthenticationProps {
  /** All, the one in front first. */
  registrations: Registration[];
  /** Verification data. */
  digits: string;
  onScanAgain(): void;
  onDone(): void;
}

type Step =
  | { name: 'opening' }
  | { name: 'failed'; sentence: Sentence }
  | { name: 'opened'; opened: OpenedTransaction }
  | { name: 'password'; opened: OpenedTransaction; password: string };

export function OfflineAuthentication({ registrations, digits, onScanAgain, onDone }: OfflineAuthenticationProps) {
  const [step, setStep] = useState<Step>({ name: 'opening' });
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();

  useEffect(() => {
    let left = false;
    openTransaction(registrations, digits).then(
      (opened) => {
        if (!left) setStep({ name: 'opened', opened });
      },
      (fault: unknown) => {
        if (!left) setStep({ name: 'failed', sentence: sentenceOf(fault, { operation: 'offline' }) });
      },
    );
    return () => {
      left = true;
    };
  }, []);

  const finish = async (opened: OpenedTransaction, parameter: AuthParameter) => {
    setBusy(true);
    setError(undefined);
    await nextPaint();
    try {
      const { oneTimePassword } = await opened.controller.finishOfflineAuthentication(parameter);
      setStep({ name: 'password', opened, password: oneTimePassword });
    } catch (fault) {
      const sentence = sentenceOf(fault, { operation: 'offline', pinRules: opened.pinRules });
      if (isRecoverable(fault)) setError(`${sentence.title}. ${sentence.text}`);
      else setStep({ name: 'failed', sentence });
    }
    setBusy(false);
  };

  switch (step.name) {
    case 'opening':
      return <Spinner label="Opening the code" />;
    case 'failed':
      return (
        <>
          <StepHeading key="failed">Not confirmed</StepHeading>
          <Notice kind="bad" title={step.sentence.title}>
            <p>{step.sentence.text}</p>
          </Notice>
          <Button kind="primary" onClick={onScanAgain}>
            Scan another code
          </Button>
        </>
      );
    case 'opened':
      return (
        <>
          <StepHeading key="opened">Is this what you want?</StepHeading>
          <Transaction text={step.opened.context} />
          <p class="soft small">
            {nameOf(step.opened.authMethod)} · {step.opened.registration.label}
          </p>
          <MethodEntry
            method={step.opened.authMethod}
            pinRules={step.opened.pinRules}
            confirmLabel="Confirm"
            pinLabel="Your offline PIN"
            busy={busy}
            error={error}
            onParameter={(parameter) => void finish(step.opened, parameter)}
          />
          <Button kind="plain" onClick={onDone}>
            No, I did not ask for this
          </Button>
        </>
      );
    case 'password':
      return (
        <>
          <StepHeading key="password">One-time password</StepHeading>
          <OneTimePassword digits={step.password} />
          <Transaction text={step.opened.context} />
          <p class="soft small">
            Only the terminal can tell whether the PIN was right. If it refuses the digits, scan again and type the PIN
            again.
          </p>
          <Button key="done" kind="primary" onClick={onDone}>
            Done
          </Button>
        </>
      );
  }
}
