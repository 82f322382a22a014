// Enrols this phone: an activation code, scanned or typed, then the first method, mostly a PIN.

import { HeliographError, type AuthMethod, type AuthParameter, type Controller, type PinRules } from '@heliograph/sdk-web';
import { useEffect, useState } from 'preact/hooks';
import { Button } from '../../kit/button.tsx';
import { Notice } from '../../kit/notice.tsx';
import { SelectField } from '../../kit/select-field.tsx';
import { Spinner } from '../../kit/spinner.tsx';
import { StepHeading } from '../../kit/step-heading.tsx';
import { ConfigurationStep, ScanStep, TypeStep } from './activation-entry.tsx';
import { FormatFault, type Activation } from './application.ts';
import { nameOf, usesPin } from './auth-method-names.ts';
import { ChoosePin } from './choose-pin.tsx';
import { openController } from './controller.ts';
import { isRecoverable, sentenceOf, type Sentence } from './error-sentences.ts';
import { MethodEntry } from './method-entry.tsx';
import { nextPaint } from './next-paint.ts';
import { pendingRegistration, removeRegistration, saveRegistration, type Registration } from './registrations.ts';
import { foreignServiceUrl, ownServiceUrl } from './service-url.ts';

export interface EnrolmentProps {
  /** How to begin. */
  way: 'scan' | 'type';
  /** Known already, such as scanned as a transaction. */
  activation?: Activation | undefined;
  onEnrolled(registration: Registration): void;
}

interface OpenActivation {
  registration: Registration;
  controller: Controller;
  authMethods: readonly AuthMethod[];
  pinRules: PinRules;
}

type Step =
  | { name: 'scan' | 'type' }
  | { name: 'configuration'; activationCode: string }
  | { name: 'connecting' }
  | { name: 'method'; open: OpenActivation }
  | { name: 'failed'; sentence: Sentence };

export function Enrolment({ way, activation, onEnrolled }: EnrolmentProps) {
  const [step, setStep] = useState<Step>(activation ? { name: 'connecting' } : { name: way });

  const connect = async (entered: Activation) => {
    setStep({ name: 'connecting' });
    try {
      setStep({ name: 'method', open: await begin(entered) });
    } catch (fault) {
      setStep({
        name: 'failed',
        sentence:
          fault instanceof FormatFault
            ? { title: 'The application’s configuration has a fault', text: fault.message }
            : sentenceOf(fault, { operation: 'activation' }),
      });
    }
  };
  useEffect(() => {
    if (activation) void connect(activation);
  }, []);

  switch (step.name) {
    case 'scan':
      return <ScanStep onActivation={(scanned) => void connect(scanned)} onType={() => setStep({ name: 'type' })} />;
    case 'type':
      return (
        <TypeStep
          onActivation={(typed) => void connect(typed)}
          onUnknownApplication={(activationCode) => setStep({ name: 'configuration', activationCode })}
          onScan={() => setStep({ name: 'scan' })}
        />
      );
    case 'configuration':
      return <ConfigurationStep activationCode={step.activationCode} onActivation={(typed) => void connect(typed)} />;
    case 'connecting':
      return <Spinner label="Asking the server" />;
    case 'method':
      return (
        <MethodStep
          open={step.open}
          onEnrolled={onEnrolled}
          onFailed={(sentence) => setStep({ name: 'failed', sentence })}
        />
      );
    case 'failed':
      return (
        <>
          <StepHeading key="failed">Not enrolled</StepHeading>
          <Notice kind="bad" title={step.sentence.title}>
            <p>{step.sentence.text}</p>
          </Notice>
          <Button kind="primary" onClick={() => setStep({ name: 'scan' })}>
            Scan a code
          </Button>
          <Button onClick={() => setStep({ name: 'type' })}>Type a code</Button>
        </>
      );
  }
}

// Rejects with FormatFault where the application's configuration is at fault, else with what the SDK rejects with.
async function begin(entered: Activation): Promise<OpenActivation> {
  const { activationCode, application } = entered;
  const registration = await pendingRegistration(application);
  const controller = await openController(registration).catch(async (fault: unknown) => {
    if (!(fault instanceof HeliographError) || fault.number !== 105) throw fault;
    await removeRegistration(registration.id);
    throw new FormatFault(`${fault.detail}.`);
  });
  // Activated, and the page ended before it was written down: now it is, and this code is for another one.
  if (await controller.isActivated()) {
    await saveRegistration({ ...registration, activated: true });
    return begin(entered);
  }
  return { registration, controller, ...(await controller.startActivation(activationCode)) };
}

interface MethodStepProps {
  open: OpenActivation;
  onEnrolled(registration: Registration): void;
  onFailed(sentence: Sentence): void;
}

function MethodStep({ open, onEnrolled, onFailed }: MethodStepProps) {
  const { registration, controller, authMethods, pinRules } = open;
  const [method, setMethod] = useState<AuthMethod>(
    authMethods.find((allowed) => allowed === 'DEVICE_PIN') ?? authMethods[0] ?? 'DEVICE_PIN',
  );
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Sentence>();
  const foreign = foreignServiceUrl(registration.application.service_url);

  const finish = async (parameter: AuthParameter) => {
    setBusy(true);
    setFault(undefined);
    await nextPaint();
    try {
      await controller.finishActivation(parameter);
      const activated = { ...registration, activated: true };
      await saveRegistration(activated);
      onEnrolled(activated);
    } catch (error) {
      const sentence = sentenceOf(error, { operation: 'activation', pinRules: usesPin(method) ? pinRules : undefined });
      setBusy(false);
      if (isRecoverable(error)) setFault(sentence);
      else onFailed(sentence);
    }
  };
  return (
    <>
      <StepHeading key="method">{usesPin(method) ? 'Choose a PIN' : 'Set up this phone'}</StepHeading>
      {foreign !== undefined && (
        <Notice kind="info">
          <p class="small">
            The code names the server {foreign}. This page may talk only to the one it came from, {ownServiceUrl()}, and uses
            that. The server’s key is checked in any case.
          </p>
        </Notice>
      )}
      {fault && (
        <Notice kind="bad" title={fault.title}>
          <p>{fault.text}</p>
        </Notice>
      )}
      {usesPin(method) ? (
        <ChoosePin label="A PIN for this phone" rules={pinRules} busy={busy} onPin={(pin) => void finish({ method, pin })} />
      ) : (
        <MethodEntry
          method={method}
          pinRules={pinRules}
          confirmLabel="Set up"
          busy={busy}
          onParameter={(parameter) => void finish(parameter)}
        />
      )}
      {authMethods.length > 1 && (
        <details class="stack">
          <summary>Another way than {usesPin(method) ? 'a PIN' : 'this'}</summary>
          <SelectField
            label="Confirm online"
            value={method}
            choices={authMethods.map((value) => ({ value, label: nameOf(value) }))}
            onValue={(chosen) => setMethod(chosen)}
            disabled={busy}
          />
        </details>
      )}
    </>
  );
}
