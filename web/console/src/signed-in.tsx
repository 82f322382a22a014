// The frame around the views: header, navigation, what is said about the sign-in, and the view itself.

import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import { Button } from '../../kit/button.tsx';
import { Countdown } from '../../kit/countdown.tsx';
import { Logo } from '../../kit/logo.tsx';
import { Announcer } from './announcer.tsx';
import type { ServerApi } from './api.ts';
import { Awaited } from './awaited.tsx';
import { forgetDrafts } from './configuration-drafts.ts';
import { ConsoleContext } from './console-context.ts';
import { hrefOf, useRoute, type Route } from './route.ts';
import { SignInAgainDialog } from './sign-in.tsx';
import { useAnswer } from './use-answer.ts';
import type { SignInKeeper, SignInState } from './use-sign-in.ts';
import { View } from './view.tsx';

export interface SignedInProps {
  api: ServerApi;
  keeper: SignInKeeper;
  state: SignInState & { kind: 'in' };
}

export function SignedIn({ api, keeper, state }: SignedInProps) {
  const route = useRoute();
  useEffect(() => forgetDrafts, []);
  const directory = useDirectory(api);
  const services = useMemo(() => {
    const value = directory.value;
    return value && { api, signIn: state.signIn, directory: { ...value, refresh: directory.ask } };
  }, [api, state.signIn, directory.value, directory.ask]);

  return (
    <>
      <a class="skip-link" href="#main" onClick={skipToMain}>
        Skip to the content
      </a>
      <Announcer />
      <Header route={route} keyName={state.signIn.name} onSignOut={() => void keeper.signOut()} />
      <main id="main" tabIndex={-1}>
        <Awaited asked={directory} what="the organisations and applications">
          {() =>
            services && (
              <ConsoleContext.Provider value={services}>
                <View route={route} />
              </ConsoleContext.Provider>
            )
          }
        </Awaited>
      </main>
      {state.isEnding && !state.isOver && (
        <EndingBar expiresAt={state.times.expiresAt} isLast={state.times.isLast} onStay={keeper.stay} />
      )}
      {state.isOver && <SignInAgainDialog onSignedIn={keeper.signedIn} onSignOut={() => void keeper.signOut()} />}
    </>
  );
}

// The address behind '#' names the view, so the link must not change it.
function skipToMain(event: Event): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

function useDirectory(api: ServerApi) {
  return useAnswer(async () => {
    const [organisations, applications, properties] = await Promise.all([
      api.get('/admin-api/v1/organisations'),
      api.get('/admin-api/v1/applications'),
      api.get('/admin-api/v1/configuration-properties'),
    ]);
    if (!organisations.ok) return organisations;
    if (!applications.ok) return applications;
    if (!properties.ok) return properties;
    return { ...applications, value: { ...organisations.value, ...applications.value, ...properties.value } };
  }, [api]);
}

const places: readonly (readonly [path: string, label: string])[] = [
  ['applications', 'Applications'],
  ['devices', 'Devices'],
  ['sessions', 'Sessions'],
  ['audit', 'Audit log'],
  ['api-keys', 'API keys'],
  ['statistics', 'Statistics'],
  ['health', 'Health'],
];

interface HeaderProps {
  route: Route;
  keyName: string;
  onSignOut(): void;
}

function Header({ route, keyName, onSignOut }: HeaderProps) {
  const [isOpen, setOpen] = useState(false);
  const close = useCallback(() => setOpen(false), []);
  useEffect(close, [route, close]);
  const here = route.path[0] ?? 'applications';
  return (
    <header class="page-header">
      <div class="page-name">
        <Logo />
        <span>
          Heliograph <span class="soft">console</span>
        </span>
      </div>
      <button
        type="button"
        class="button button-secondary menu-button"
        aria-expanded={isOpen}
        aria-controls="navigation"
        onClick={() => setOpen(!isOpen)}
      >
        Menu
      </button>
      <div id="navigation" class={isOpen ? 'navigation is-open' : 'navigation'}>
        <nav aria-label="Console">
          <ul>
            {places.map(([path, label]) => (
              <li key={path}>
                <a href={hrefOf([path])} aria-current={here === path ? 'page' : undefined} onClick={close}>
                  {label}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div class="signed-in-as">
          <p class="small">
            <span class="soft">Signed in with key</span>
            <br />
            {keyName}
          </p>
          <Button onClick={onSignOut}>Sign out</Button>
        </div>
      </div>
    </header>
  );
}

interface EndingBarProps {
  /** Unix milliseconds. */
  expiresAt: number;
  isLast: boolean;
  onStay(): Promise<void>;
}

function EndingBar({ expiresAt, isLast, onStay }: EndingBarProps) {
  const [isBusy, setBusy] = useState(false);
  async function stay() {
    setBusy(true);
    await onStay();
    setBusy(false);
  }
  return (
    <div class="ending-bar" role="region" aria-label="End of the sign-in">
      <p role="alert">
        Your sign-in ends soon.
        {isLast &&
          ' It is as old as a sign-in may become, so you will be asked for your key again; nothing on the page is lost.'}
      </p>
      <Countdown until={new Date(expiresAt).toISOString()} />
      {!isLast && (
        <Button kind="primary" busy={isBusy} onClick={() => void stay()}>
          Stay signed in
        </Button>
      )}
    </div>
  );
}
