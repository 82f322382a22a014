// The start page: what this phone is registered for, and what it can do now.

import type { AuthMethod } from '@heliograph/sdk-web';
import { useEffect, useState } from 'preact/hooks';
import { Button } from '../../kit/button.tsx';
import { Notice } from '../../kit/notice.tsx';
import { SelectField } from '../../kit/select-field.tsx';
import { Spinner } from '../../kit/spinner.tsx';
import { StepHeading } from '../../kit/step-heading.tsx';
import { useActivatedMethods } from './activated-methods.ts';
import { isOffline, nameOf } from './auth-method-names.ts';
import { useOnline } from './network-state.ts';
import type { Registration } from './registrations.ts';
import { knownApplication } from './known-application.ts';
import { ScanButton } from './scan-button.tsx';
import './home.css';

export interface HomeProps {
  registrations: Registration[];
  active: Registration;
  offlineOption: boolean;
  onActive(registration: Registration): void;
  onScan(): void;
  onOnlineRequest(): void;
  onAddOffline(activated: readonly AuthMethod[]): void;
  onAbout(): void;
}

export function Home({
  registrations,
  active,
  offlineOption,
  onActive,
  onScan,
  onOnlineRequest,
  onAddOffline,
  onAbout,
}: HomeProps) {
  const { methods, fault } = useActivatedMethods(active);
  const online = useOnline();

  return (
    <>
      <StepHeading>Confirm a transaction</StepHeading>
      <section class="card registration" aria-label="Registration">
        {registrations.length > 1 ? (
          <SelectField
            label="Registration"
            value={active.id}
            choices={registrations.map(({ id, label }) => ({ value: id, label }))}
            onValue={(id) => {
              const chosen = registrations.find((registration) => registration.id === id);
              if (chosen) onActive(chosen);
            }}
          />
        ) : (
          <h2>{active.label}</h2>
        )}
        {methods && (
          <ul class="registration-methods">
            {methods.map((method) => (
              <li key={method}>{nameOf(method)}</li>
            ))}
          </ul>
        )}
        {!methods && !fault && <Spinner label="Reading the keys" />}
      </section>
      {fault && (
        <Notice kind="bad" title={fault.title}>
          <p>{fault.text}</p>
        </Notice>
      )}
      {methods && offlineOption && (
        <OfflineAction
          ready={methods.some(isOffline)}
          online={online}
          onScan={onScan}
          onAdd={() => onAddOffline(methods)}
        />
      )}
      {methods && (
        <div class="home-online">
          <Button disabled={!online} onClick={onOnlineRequest}>
            Answer an online request
          </Button>
          {!online && <p class="soft small">Needs a network.</p>}
        </div>
      )}
      <TestAppLine onAbout={onAbout} />
    </>
  );
}

interface OfflineActionProps {
  ready: boolean;
  online: boolean;
  onScan(): void;
  onAdd(): void;
}

function OfflineAction({ ready, online, onScan, onAdd }: OfflineActionProps) {
  if (ready) {
    return <ScanButton hint={online ? 'Works without a network, too' : 'Works without a network'} onScan={onScan} />;
  }
  return (
    <Notice kind="info" still title="One step is left">
      <p>Add the offline method: then this phone can confirm without any network.</p>
      <div>
        <Button kind="primary" disabled={!online} onClick={onAdd}>
          Add the offline method
        </Button>
      </div>
      {!online && <p class="small">Adding it needs a network once.</p>}
    </Notice>
  );
}

export interface WelcomeProps {
  onScan(): void;
  onType(): void;
  onAbout(): void;
}

export function Welcome({ onScan, onType, onAbout }: WelcomeProps) {
  const [hasDemoBank, setHasDemoBank] = useState(false);
  useEffect(() => {
    void knownApplication().then((application) => setHasDemoBank(application !== undefined));
  }, []);
  return (
    <>
      <StepHeading>Make this browser your phone</StepHeading>
      <ol class="welcome-steps">
        <li>
          <strong>Enrol</strong> with the activation code that the terminal shows.
        </li>
        <li>
          <strong>Choose a PIN</strong> and add the offline method.
        </li>
        <li>
          <strong>Scan</strong> a transaction, with the network off if you like, and type the digits into the terminal.
        </li>
      </ol>
      <div class="stack">
        <Button kind="primary" onClick={onScan}>
          Scan the activation code
        </Button>
        <Button onClick={onType}>Type the activation code</Button>
      </div>
      {hasDemoBank && (
        <p class="soft small">
          No code yet? Open the{' '}
          <a href="../demo/" target="_blank" rel="noopener">
            demo bank
          </a>{' '}
          in another window, sign in and let it show you one.
        </p>
      )}
      <TestAppLine onAbout={onAbout} />
    </>
  );
}

function TestAppLine({ onAbout }: { onAbout(): void }) {
  return (
    <p class="test-app">
      <span>
        <strong>Test app.</strong> Its keys are in this browser, not in hardware.
      </span>
      <Button kind="plain" onClick={onAbout}>
        What that means
      </Button>
    </p>
  );
}
