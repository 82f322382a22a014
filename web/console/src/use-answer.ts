// The answer to a question that a view asks when it appears, and again when what it asks for changes.

import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { ApiFailure, ApiResult } from '../../kit/json-api.ts';

export interface Asked<Value> {
  /** The newest answer that was good; it stays while a newer one is awaited. */
  value: Value | undefined;
  failure: ApiFailure | undefined;
  isAsking: boolean;
  ask(): Promise<void>;
  /** Puts in place what another call has answered. */
  replace(value: Value): void;
}

/** Asks when the component appears and whenever `dependencies` change. */
export function useAnswer<Value>(
  question: () => Promise<ApiResult<Value>>,
  dependencies: readonly unknown[],
): Asked<Value> {
  const [value, setValue] = useState<Value | undefined>(undefined);
  const [failure, setFailure] = useState<ApiFailure | undefined>(undefined);
  const [isAsking, setAsking] = useState(true);
  const turn = useRef(0);
  const latest = useRef(question);
  latest.current = question;

  const ask = useCallback(async () => {
    const own = ++turn.current;
    setAsking(true);
    const answer = await latest.current();
    if (own !== turn.current) return;
    setAsking(false);
    if (answer.ok) setValue(answer.value);
    setFailure(answer.ok ? undefined : answer.failure);
  }, []);

  useEffect(() => {
    void ask();
    return () => {
      turn.current++;
    };
  }, dependencies);

  const replace = useCallback((newer: Value) => {
    turn.current++;
    setAsking(false);
    setFailure(undefined);
    setValue(newer);
  }, []);
  return { value, failure, isAsking, ask, replace };
}
