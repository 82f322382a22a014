// Adds a method, or makes new keys for one, such as for a new PIN. An activated online method authorises it.

import type { AuthMethod, AuthParameter, Controller, PinRules } from '@heliograph/sdk-web';
import { useEffect, useState } from 'preact/hooks';
import { Button } from '../../kit/button.tsx';
import { Notice } from '../../kit/notice.tsx';
import { Spinner } from '../../kit/spinner.tsx';
import { StepHeading } from '../../kit/step-heading.tsx';
import { isOffline, nameOf, usesPin } from './auth-method-names.ts';
import { ChoosePin } from './choose-pin.tsx';
import { openController } from './controller.ts';
import { isLastAttempt, isRecoverable, sentenceOf, type Sentence } from './error-sentences.ts';
import { MethodEntry } from './method-entry.tsx';
import { nextPaint } from './next-paint.ts';
import { faultOf } from './pin-rules.ts';
import type { Registration } from './registrations.ts';
import { ScanButton } from './scan-button.tsx';

export interface AddMethodProps {
  registration: Registration;
  /** Asked for where left out. */
  method?: AuthMethod | undefined;
  /** Activated before, so it gets new keys. */
  activated: readonly AuthMethod[];
  /** The phone was enrolled a moment ago. */
  firstRun: boolean;
  onScan(): void;
  onDone(): void;
}

interface OpenAddition {
  controller: Controller;
  authorisingMethods: readonly AuthMethod[];
  authMethods: readonly AuthMethod[];
  pinRules: PinRules;
}

type Step =
  | { name: 'starting' }
  | { name: 'choose'; open: OpenAddition }
  | { name: 'authorise'; open: OpenAddition; method: AuthMethod }
  | { name: 'new-pin'; open: OpenAddition; method: AuthMethod; authorisation: AuthParameter }
  | { name: 'done'; method: AuthMethod }
  | { name: 'failed'; sentence: Sentence };

export function AddMethod({ registration, method: wanted, activated, firstRun, onScan, onDone }: AddMethodProps) {
  const [step, setStep] = useState<Step>({ name: 'starting' });
  const [attempt, setAttempt] = useState(1);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<{ sentence: Sentence; lastAttempt: boolean }>();

  useEffect(() => {
    let left = false;
    setStep({ name: 'starting' });
    setFault(undefined);
    start(registration).then(
      (open) => {
        if (left) return;
        if (!wanted) setStep({ name: 'choose', open });
        else if (open.authMethods.includes(wanted)) setStep({ name: 'authorise', open, method: wanted });
        else setStep({ name: 'failed', sentence: notAllowed });
      },
      (error: unknown) => {
        if (!left) setStep({ name: 'failed', sentence: sentenceOf(error, { operation: 'add-method' }) });
      },
    );
    return () => {
      left = true;
    };
  }, [attempt]);

  const finish = async (open: OpenAddition, authorisation: AuthParameter, added: AuthParameter) => {
    setBusy(true);
    setFault(undefined);
    await nextPaint();
    try {
      await open.controller.finishAddOrUpdate(authorisation, added);
      setStep({ name: 'done', method: added.method });
    } catch (error) {
      const sentence = sentenceOf(error, { operation: 'add-method', pinRules: open.pinRules });
      if (isRecoverable(error)) {
        setFault({ sentence, lastAttempt: isLastAttempt(error) });
        setStep({ name: 'authorise', open, method: added.method });
      } else {
        setStep({ name: 'failed', sentence });
      }
    }
    setBusy(false);
  };
  const authorised = (open: OpenAddition, method: AuthMethod, authorisation: AuthParameter) => {
    if (usesPin(method)) {
      setFault(undefined);
      setStep({ name: 'new-pin', open, method, authorisation });
    } else {
      void finish(open, authorisation, { method });
    }
  };

  switch (step.name) {
    case 'starting':
      return <Spinner label="Asking the server" />;

    case 'choose':
      return (
        <>
          <StepHeading key="choose">Which method?</StepHeading>
          {step.open.authMethods
            .filter((method) => !activated.includes(method))
            .map((method) => (
              <Button key={method} onClick={() => setStep({ name: 'authorise', open: step.open, method })}>
                {nameOf(method)}
              </Button>
            ))}
          {step.open.authMethods.every((method) => activated.includes(method)) && (
            <p>All methods that the application allows, and this browser can protect, are on this phone already.</p>
          )}
        </>
      );

    case 'authorise': {
      const { open, method } = step;
      const authorising = open.authorisingMethods.find(usesPin) ?? open.authorisingMethods[0];
      return (
        <>
          <StepHeading key="authorise">{headingFor(method, activated)}</StepHeading>
          {isOffline(method) && !activated.includes(method) && (
            <p>With it you can confirm while this phone has no network, such as in flight mode.</p>
          )}
          {fault && (
            <Notice kind="bad" title={fault.sentence.title}>
              <p>{fault.sentence.text}</p>
              {fault.lastAttempt && (
                <div class="row">
                  <Button kind="primary" onClick={onDone}>
                    Stop here
                  </Button>
                  <Button onClick={() => setFault(undefined)}>I know the PIN</Button>
                </div>
              )}
            </Notice>
          )}
          {!authorising && (
            <Notice kind="warn" title="No method here can authorise this">
              <p>An online method with a PIN or fingerprint is needed. Remove this registration and enrol again.</p>
            </Notice>
          )}
          {authorising && !fault?.lastAttempt && (
            <MethodEntry
              method={authorising}
              pinRules={open.pinRules}
              confirmLabel="Next"
              pinLabel={firstRun ? 'The PIN you have just chosen' : 'Your online PIN'}
              busy={busy}
              onParameter={(authorisation) => authorised(open, method, authorisation)}
            />
          )}
          {firstRun && (
            <Button kind="plain" disabled={busy} onClick={onDone}>
              Later
            </Button>
          )}
        </>
      );
    }

    case 'new-pin': {
      const { open, method, authorisation } = step;
      return (
        <NewPin
          open={open}
          method={method}
          authorisation={authorisation}
          busy={busy}
          onPin={(pin) => void finish(open, authorisation, { method, pin })}
        />
      );
    }

    case 'done':
      return (
        <>
          <StepHeading key="done">{firstRun ? 'Ready' : 'Done'}</StepHeading>
          <Notice kind="good" title={nameOf(step.method)}>
            <p>
              {isOffline(step.method)
                ? 'From now on this phone can confirm without a network. Try it in flight mode.'
                : 'From now on this is how you confirm online.'}
            </p>
          </Notice>
          {firstRun && <ScanButton hint="Begin a transaction at the terminal, then scan its code" onScan={onScan} />}
          <Button kind={firstRun ? 'secondary' : 'primary'} onClick={onDone}>
            {firstRun ? 'Go to the start page' : 'Done'}
          </Button>
        </>
      );

    case 'failed':
      return (
        <>
          <StepHeading key="failed">Nothing was added</StepHeading>
          <Notice kind="bad" title={step.sentence.title}>
            <p>{step.sentence.text}</p>
          </Notice>
          <Button kind="primary" onClick={() => setAttempt(attempt + 1)}>
            Begin again
          </Button>
          <Button onClick={onDone}>Leave it</Button>
        </>
      );
  }
}

const notAllowed: Sentence = {
  title: 'This method is not allowed',
  text: 'The application’s configuration does not have it. Ask the operator of the server.',
};

function headingFor(method: AuthMethod, activated: readonly AuthMethod[]): string {
  if (!activated.includes(method)) return isOffline(method) ? 'Add the offline method' : 'Add a method';
  return usesPin(method) ? `Change your ${isOffline(method) ? 'offline' : 'online'} PIN` : 'Make new keys';
}

async function start(registration: Registration): Promise<OpenAddition> {
  const controller = await openController(registration);
  return { controller, ...(await controller.startAddOrUpdate()) };
}

interface NewPinProps {
  open: OpenAddition;
  method: AuthMethod;
  authorisation: AuthParameter;
  busy: boolean;
  onPin(pin: string): void;
}

// The PIN typed a moment ago is offered for the other method, too: one PIN is easier to remember. They stay two PINs, with
// separate counts of attempts.
function NewPin({ open, method, authorisation, busy, onPin }: NewPinProps) {
  const { pin } = authorisation;
  const reusable = pin !== undefined && authorisation.method !== method && faultOf(pin, open.pinRules) === undefined;
  const [choosing, setChoosing] = useState(!reusable);
  const kind = isOffline(method) ? 'offline' : 'online';
  return (
    <>
      <StepHeading key="new-pin">{choosing ? `Choose your ${kind} PIN` : 'Which PIN offline?'}</StepHeading>
      {choosing ? (
        <ChoosePin label={`A PIN to confirm ${kind}`} rules={open.pinRules} busy={busy} onPin={onPin} />
      ) : (
        <>
          <p>You may use the PIN that you have just typed, or choose another one.</p>
          <Button kind="primary" busy={busy} onClick={() => pin !== undefined && onPin(pin)}>
            Use the same PIN
          </Button>
          <Button disabled={busy} onClick={() => setChoosing(true)}>
            Choose another
          </Button>
        </>
      )}
    </>
  );
}
