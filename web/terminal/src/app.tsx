// Which part is shown: the sign-in, or one of the signed-in customer's parts.

import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import type { ApiFailure, ApiResult } from '../../kit/json-api.ts';
import { Spinner } from '../../kit/spinner.tsx';
import { type Bank, BankContext, emptyDraft } from './bank.ts';
import { bankApi, type BankState, type PaymentOrder } from './bank-api.ts';
import { inCustomerWords } from './customer-words.ts';
import { Frame } from './frame.tsx';
import { Overview } from './overview.tsx';
import { Part } from './part.tsx';
import { PayForm } from './pay-form.tsx';
import { Payment } from './payment.tsx';
import { PhonePart } from './phone-part.tsx';
import { goTo, overviewLink, type Route, useRoute } from './route.ts';
import { SignIn } from './sign-in.tsx';
import { useFreshState } from './use-fresh-state.ts';

type Session =
  | { is: 'loading' }
  | { is: 'unreachable'; failure: ApiFailure }
  | { is: 'signed-out'; ended: boolean }
  | { is: 'signed-in'; state: BankState };

export function App() {
  const route = useRoute();
  const [session, setSession] = useState<Session>({ is: 'loading' });
  const [draft, setDraft] = useState<PaymentOrder>(emptyDraft);

  const heed = useCallback(<Value,>(result: ApiResult<Value>): ApiResult<Value> => {
    if (isSignedOut(result)) setSession({ is: 'signed-out', ended: true });
    return result.ok ? result : { ok: false, failure: inCustomerWords(result.failure) };
  }, []);

  const refresh = useCallback(async () => {
    const result = heed(await bankApi.get('/demo/api/state'));
    if (result.ok) setSession({ is: 'signed-in', state: result.value });
    return result.ok ? null : result.failure;
  }, [heed]);

  const load = useCallback(async () => {
    const result = await bankApi.get('/demo/api/state');
    if (result.ok) setSession({ is: 'signed-in', state: result.value });
    else if (isSignedOut(result)) setSession({ is: 'signed-out', ended: false });
    else setSession({ is: 'unreachable', failure: result.failure });
  }, []);

  useEffect(() => void load(), [load]);

  const leave = useCallback(async () => {
    await bankApi.post('/demo/api/sign-out');
    setDraft(emptyDraft);
    goTo(overviewLink);
    setSession({ is: 'signed-out', ended: false });
  }, []);

  const bank = useMemo<Bank | null>(
    () => (session.is === 'signed-in' ? { state: session.state, refresh, heed, draft, setDraft } : null),
    [session, refresh, heed, draft],
  );

  if (!bank) {
    return (
      <Frame>
        {session.is === 'loading' && <Spinner label="Opening the bank…" />}
        {session.is === 'unreachable' && (
          <Part title="The bank cannot be opened" narrow>
            <FailureNotice failure={session.failure} onRetry={load} />
          </Part>
        )}
        {session.is === 'signed-out' && (
          <SignIn ended={session.ended} onSignedIn={(state) => setSession({ is: 'signed-in', state })} />
        )}
      </Frame>
    );
  }
  return (
    <BankContext.Provider value={bank}>
      <Frame customer={bank.state.customer} route={route} onSignOut={leave}>
        <Routed route={route} phoneIsSetUp={bank.state.phone !== null} />
      </Frame>
    </BankContext.Provider>
  );
}

function Routed({ route, phoneIsSetUp }: { route: Route; phoneIsSetUp: boolean }) {
  useFreshState();
  switch (route.view) {
    case 'overview':
      return <Overview />;
    case 'phone':
      return <PhonePart />;
    case 'pay':
      return <PayForm key={String(phoneIsSetUp)} />;
    case 'payment':
      return <Payment key={route.id} id={route.id} />;
  }
}

function isSignedOut(result: ApiResult<unknown>): boolean {
  return !result.ok && result.failure.kind === 'problem' && result.failure.status === 401;
}
