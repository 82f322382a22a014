// Answers what a service provider has begun: shows it, takes the PIN, or refuses. Leaving the screen is no refusal: the
// session stays open at the server until its time is over.

import { HeliographError } from '@heliograph/sdk-web';
import { useEffect, useState } from 'preact/hooks';
import { Button } from '../../kit/button.tsx';
import { Notice } from '../../kit/notice.tsx';
import { Spinner } from '../../kit/spinner.tsx';
import { StepHeading } from '../../kit/step-heading.tsx';
import { openController } from './controller.ts';
import { sentenceOf, type Sentence } from './error-sentences.ts';
import { OnlineAnswer, type OnlineRequest } from './online-answer.tsx';
import type { Registration } from './registrations.ts';

export interface OnlineAuthenticationProps {
  registration: Registration;
  onDone(): void;
}

type Step =
  | { name: 'asking' }
  | { name: 'nothing' | 'failed'; sentence: Sentence }
  | { name: 'open'; request: OnlineRequest }
  | { name: 'confirmed' }
  | { name: 'refused'; sentence: Sentence | undefined };

export function OnlineAuthentication({ registration, onDone }: OnlineAuthenticationProps) {
  const [step, setStep] = useState<Step>({ name: 'asking' });
  const [attempt, setAttempt] = useState(1);

  useEffect(() => {
    let left = false;
    setStep({ name: 'asking' });
    ask(registration).then(
      (request) => {
        if (!left) setStep({ name: 'open', request });
      },
      (fault: unknown) => {
        if (left) return;
        const nothing = fault instanceof HeliographError && fault.number === 208;
        setStep({ name: nothing ? 'nothing' : 'failed', sentence: sentenceOf(fault, { operation: 'online' }) });
      },
    );
    return () => {
      left = true;
    };
  }, [registration, attempt]);

  const askAgain = (
    <Button kind="primary" onClick={() => setAttempt(attempt + 1)}>
      Ask again
    </Button>
  );
  switch (step.name) {
    case 'asking':
      return <Spinner label="Asking the server" />;
    case 'nothing':
      return (
        <>
          <StepHeading key="nothing">{step.sentence.title}</StepHeading>
          <p>{step.sentence.text}</p>
          {askAgain}
        </>
      );
    case 'failed':
      return (
        <>
          <StepHeading key="failed">Not confirmed</StepHeading>
          <Notice kind="bad" title={step.sentence.title}>
            <p>{step.sentence.text}</p>
          </Notice>
          {askAgain}
        </>
      );
    case 'open':
      return (
        <OnlineAnswer
          request={step.request}
          onConfirmed={() => setStep({ name: 'confirmed' })}
          onRefused={(sentence) => setStep({ name: 'refused', sentence })}
          onFailed={(sentence) => setStep({ name: 'failed', sentence })}
          onLeave={onDone}
        />
      );
    case 'confirmed':
      return (
        <>
          <StepHeading key="confirmed">Confirmed</StepHeading>
          <Notice kind="good">The terminal knows it already.</Notice>
          <Button kind="primary" onClick={onDone}>
            Done
          </Button>
        </>
      );
    case 'refused':
      return (
        <>
          <StepHeading key="refused">Refused</StepHeading>
          {step.sentence ? (
            <Notice kind="warn" title={step.sentence.title}>
              <p>Nothing was confirmed. The terminal may not know yet that you refused.</p>
            </Notice>
          ) : (
            <Notice kind="info">Nothing was confirmed. The terminal knows that you refused.</Notice>
          )}
          <Button kind="primary" onClick={onDone}>
            Done
          </Button>
        </>
      );
  }
}

async function ask(registration: Registration): Promise<OnlineRequest> {
  const controller = await openController(registration);
  const { contextTitle, context, authMethods, pinRules } = await controller.startAuthentication();
  return { controller, title: contextTitle, context, authMethods, pinRules };
}
