// What the server would say of changes that are not saved: a dry run, asked when nobody has typed for a moment.

import { useEffect, useRef, useState } from 'preact/hooks';
import type { ApiResult } from '../../kit/json-api.ts';
import type { Configuration, ConfigurationProperties } from './api.ts';
import { configurationPath } from './api.ts';
import { useConsole } from './console-context.ts';

const pauseMilliseconds = 300;

export interface Trial {
  /** The newest answer; it stays while a newer one is awaited. Nothing if there is nothing to try. */
  readonly answer: ApiResult<Configuration> | undefined;
  /** Asks at once, for whoever is about to save. */
  ask(): Promise<ApiResult<Configuration>>;
}

/** `changes` of an application's configuration; nothing if they need not be tried. */
export function useTrial(applicationId: string, changes: ConfigurationProperties | undefined): Trial {
  const { api } = useConsole();
  const [answer, setAnswer] = useState<ApiResult<Configuration> | undefined>(undefined);
  const turn = useRef(0);

  async function ask() {
    const own = ++turn.current;
    const newest = await api.patch(configurationPath, {
      params: { path: { application_id: applicationId }, query: { dry_run: true } },
      body: changes ?? {},
    });
    if (own === turn.current) setAnswer(newest);
    return newest;
  }

  useEffect(() => {
    turn.current++;
    if (!changes) {
      setAnswer(undefined);
      return;
    }
    const timer = setTimeout(() => void ask(), pauseMilliseconds);
    return () => clearTimeout(timer);
  }, [applicationId, JSON.stringify(changes)]);

  return { answer: changes && answer, ask };
}
