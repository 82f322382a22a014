// The app's frame: header, the current screen, and the notices that belong to none.

import { useEffect, useState } from 'preact/hooks';
import { Button } from '../../kit/button.tsx';
import { Logo } from '../../kit/logo.tsx';
import { Notice } from '../../kit/notice.tsx';
import { Spinner } from '../../kit/spinner.tsx';
import { About } from './about.tsx';
import { AddMethod } from './add-method.tsx';
import { Enrolment } from './enrolment.tsx';
import { Home, Welcome } from './home.tsx';
import { useOnline } from './network-state.ts';
import { OfflineAuthentication } from './offline-authentication.tsx';
import { OnlineAuthentication } from './online-authentication.tsx';
import { activeRegistrationId, setActiveRegistrationId, setShowsOfflineOption, showsOfflineOption } from './preferences.ts';
import { listRegistrations, type Registration } from './registrations.ts';
import { Scan } from './scan.tsx';
import { useScreens, type Screen } from './screens.ts';
import { Settings } from './settings.tsx';
import { useUpdate } from './service-worker-registration.ts';

export function App() {
  const { screen, show, back } = useScreens();
  const [registrations, setRegistrations] = useState<Registration[]>();
  const [activeId, setActiveId] = useState(activeRegistrationId());
  const [offlineOption, setOfflineOption] = useState(showsOfflineOption());
  const [storageFailed, setStorageFailed] = useState(false);
  const applyUpdate = useUpdate();

  const readRegistrations = async () => {
    try {
      setRegistrations((await listRegistrations()).filter((registration) => registration.activated));
    } catch {
      setStorageFailed(true);
    }
  };
  useEffect(() => void readRegistrations(), []);

  const active = registrations?.find((registration) => registration.id === activeId) ?? registrations?.[0];
  const activate = (registration: Registration) => {
    setActiveRegistrationId(registration.id);
    setActiveId(registration.id);
  };

  const content = (known: Registration[]) => {
    switch (screen.name) {
      case 'home':
        return active ? (
          <Home
            registrations={known}
            active={active}
            offlineOption={offlineOption}
            onActive={activate}
            onScan={() => show({ name: 'scan' })}
            onOnlineRequest={() => show({ name: 'online-authentication' })}
            onAddOffline={(activated) => show({ name: 'add-method', method: 'OFFLINE_PIN', activated, from: 'home' })}
            onAbout={() => show({ name: 'about' })}
          />
        ) : (
          <Welcome
            onScan={() => show({ name: 'enrolment', way: 'scan' })}
            onType={() => show({ name: 'enrolment', way: 'type' })}
            onAbout={() => show({ name: 'about' })}
          />
        );
      case 'enrolment':
        return (
          <Enrolment
            way={screen.way}
            activation={screen.activation}
            onEnrolled={(registration) => {
              activate(registration);
              void readRegistrations().then(() =>
                show({ name: 'add-method', method: 'OFFLINE_PIN', activated: [], from: 'enrolment' }),
              );
            }}
          />
        );
      case 'add-method':
        return active ? (
          <AddMethod
            key={active.id}
            registration={active}
            method={screen.method}
            activated={screen.activated}
            firstRun={screen.from === 'enrolment'}
            onScan={() => show({ name: 'scan' })}
            onDone={back}
          />
        ) : null;
      case 'scan':
        return (
          <Scan
            onVerificationData={(digits) => show({ name: 'offline-authentication', digits })}
            onActivation={(activation) => show({ name: 'enrolment', way: 'scan', activation })}
          />
        );
      case 'offline-authentication':
        return (
          <OfflineAuthentication
            registrations={activeFirst(known, active)}
            digits={screen.digits}
            onScanAgain={() => show({ name: 'scan' })}
            onDone={() => show({ name: 'home' })}
          />
        );
      case 'online-authentication':
        return active ? <OnlineAuthentication registration={active} onDone={() => show({ name: 'home' })} /> : null;
      case 'settings':
        return (
          <Settings
            registrations={known}
            active={active}
            offlineOption={offlineOption}
            onOfflineOption={(shows) => {
              setShowsOfflineOption(shows);
              setOfflineOption(shows);
            }}
            onActive={activate}
            onChanged={() => void readRegistrations()}
            onAddMethod={(method, activated) => show({ name: 'add-method', method, activated, from: 'settings' })}
            onAddRegistration={() => show({ name: 'enrolment', way: 'scan' })}
            onAbout={() => show({ name: 'about' })}
          />
        );
      case 'about':
        return <About />;
    }
  };

  return (
    <div class="phone">
      <Header screen={screen} onBack={back} onSettings={() => show({ name: 'settings' })} />
      <main class="screen" id="main">
        {applyUpdate && screen.name === 'home' && (
          <Notice kind="info" title="A new version is ready">
            <div>
              <Button onClick={applyUpdate}>Use it now</Button>
            </div>
          </Notice>
        )}
        {storageFailed && (
          <Notice kind="bad" title="This browser keeps no data for this page">
            <p>The keys need IndexedDB. Leave the private window, or allow this page to store data, then reload.</p>
          </Notice>
        )}
        {!registrations && !storageFailed && <Spinner label="Reading the registrations" />}
        {registrations && content(registrations)}
      </main>
    </div>
  );
}

function activeFirst(registrations: Registration[], active: Registration | undefined): Registration[] {
  return active ? [active, ...registrations.filter((registration) => registration.id !== active.id)] : registrations;
}

function Header({ screen, onBack, onSettings }: { screen: Screen; onBack(): void; onSettings(): void }) {
  const online = useOnline();
  return (
    <header class="header">
      {screen.name === 'home' ? (
        <span class="brand">
          <Logo />
          Heliograph Phone
        </span>
      ) : (
        <button type="button" class="header-button" onClick={onBack}>
          <svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2">
            <path d="M15 5l-7 7 7 7" stroke-linecap="round" stroke-linejoin="round" />
          </svg>
          Back
        </button>
      )}
      <span class="header-end">
        <span role="status">{!online && <span class="badge">Offline</span>}</span>
        {screen.name === 'home' && (
          <button type="button" class="header-button" aria-label="Settings" onClick={onSettings}>
            <svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2">
              <path d="M4 7h10M18 7h2M4 17h2M10 17h10" stroke-linecap="round" />
              <circle cx="16" cy="7" r="2" />
              <circle cx="8" cy="17" r="2" />
            </svg>
          </button>
        )}
      </span>
    </header>
  );
}
