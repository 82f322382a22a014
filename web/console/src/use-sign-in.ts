// The sign-in while the page lives: asked for at the start, renewed while somebody works, and waited for where a call
// meets its end. What was typed stays, as nothing but the sign-in is asked for again.

import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ApiResult } from '../../kit/json-api.ts';
import { fromConsole, openApi, type ConsoleSession, type SignInAgain } from './api.ts';
import { phaseOf, timesOf, type SignInTimes } from './sign-in-clock.ts';

export type SignInState =
  | { kind: 'asking' }
  | { kind: 'out'; detail?: string }
  /** `isOver`: the page stays as it is, and asks to sign in again. */
  | { kind: 'in'; signIn: ConsoleSession; times: SignInTimes; isEnding: boolean; isOver: boolean };

export interface SignInKeeper {
  state: SignInState;
  signedIn(answer: ApiResult<ConsoleSession> & { ok: true }): void;
  signInAgain: SignInAgain;
  stay(): Promise<void>;
  signOut(): Promise<void>;
}

const askCurrent = () => openApi.get('/console/api/session', { params: fromConsole });
const askRenewed = () => openApi.post('/console/api/session/renew', { params: fromConsole });

const retryMilliseconds = 10_000;
const endsByItself = 'You are not signed out there: the sign-in ends by itself, within a quarter of an hour.';

function serverTime(headers: Headers): number | undefined {
  const date = Date.parse(headers.get('Date') ?? '');
  return Number.isNaN(date) ? undefined : date;
}

export function useSignIn(): SignInKeeper {
  const [state, setState] = useState<SignInState>({ kind: 'asking' });
  const latest = useRef(state);
  latest.current = state;
  const keeper = useMemo(() => new Keeper(() => latest.current, setState), []);

  useEffect(() => {
    void keeper.start();
    const used = () => keeper.used();
    const timer = setInterval(() => void keeper.tick(), 1000);
    addEventListener('pointerdown', used);
    addEventListener('keydown', used);
    return () => {
      clearInterval(timer);
      removeEventListener('pointerdown', used);
      removeEventListener('keydown', used);
    };
  }, [keeper]);

  return {
    state,
    signedIn: keeper.signedIn,
    signInAgain: keeper.signInAgain,
    stay: keeper.stay,
    signOut: keeper.signOut,
  };
}

class Keeper {
  private usedAt = 0;
  private isAsking = false;
  private askNotBefore = 0;
  private waiting: ((isSignedIn: boolean) => void)[] = [];

  constructor(
    private readonly state: () => SignInState,
    private readonly setState: (state: SignInState) => void,
  ) {}

  async start(): Promise<void> {
    const answer = await askCurrent();
    if (answer.ok) this.signedIn(answer);
    else if (answer.failure.kind === 'problem' && answer.failure.status === 401) this.setState({ kind: 'out' });
    else this.setState({ kind: 'out', detail: answer.failure.detail });
  }

  used(): void {
    this.usedAt = Date.now();
  }

  signedIn = (answer: ApiResult<ConsoleSession> & { ok: true }): void => {
    this.accept(answer, undefined);
  };

  private accept(answer: ApiResult<ConsoleSession> & { ok: true }, before: SignInTimes | undefined): void {
    const times = timesOf(Date.parse(answer.value.expires_at), Date.now(), serverTime(answer.headers), before);
    this.setState({ kind: 'in', signIn: answer.value, times, isEnding: false, isOver: false });
    this.release(true);
  }

  signInAgain = (): Promise<boolean> => {
    const state = this.state();
    if (state.kind !== 'in') return Promise.resolve(false);
    this.setState({ ...state, isOver: true });
    return new Promise((resolve) => this.waiting.push(resolve));
  };

  stay = async (): Promise<void> => {
    await this.renew();
  };

  signOut = async (): Promise<void> => {
    const answer = await openApi.delete('/console/api/session', { params: fromConsole });
    const isTold = answer.ok || (answer.failure.kind === 'problem' && answer.failure.status === 401);
    this.setState(isTold ? { kind: 'out' } : { kind: 'out', detail: `${answer.failure.detail} ${endsByItself}` });
    this.release(false);
  };

  async tick(): Promise<void> {
    const state = this.state();
    if (state.kind !== 'in' || state.isOver || this.isAsking) return;
    const now = Date.now();
    switch (phaseOf(state.times, now, this.usedAt)) {
      case 'good':
        if (state.isEnding) this.setState({ ...state, isEnding: false });
        break;
      case 'renewable':
        if (now >= this.askNotBefore) await this.renew();
        break;
      case 'ending':
        if (!state.isEnding) this.setState({ ...state, isEnding: true });
        break;
      case 'over':
        // Another window may have renewed it: the server knows.
        if (now >= this.askNotBefore) await this.ask(askCurrent, undefined);
        break;
    }
  }

  private async renew(): Promise<void> {
    const state = this.state();
    await this.ask(askRenewed, state.kind === 'in' ? state.times : undefined);
  }

  private async ask(call: () => Promise<ApiResult<ConsoleSession>>, before: SignInTimes | undefined): Promise<void> {
    this.isAsking = true;
    const answer = await call();
    this.isAsking = false;
    const state = this.state();
    if (state.kind !== 'in') return;
    if (answer.ok) {
      this.accept(answer, before);
    } else if (answer.failure.kind === 'problem' && [401, 403].includes(answer.failure.status)) {
      this.setState({ ...state, isOver: true });
    } else {
      this.askNotBefore = Date.now() + retryMilliseconds;
    }
  }

  private release(isSignedIn: boolean): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const resolve of waiting) resolve(isSignedIn);
  }
}
