// What is asked for: a wheel until it is there, what went wrong, or the thing itself.

import type { ComponentChildren } from 'preact';
import { Spinner } from '../../kit/spinner.tsx';
import { FailureNotice } from './failure-notice.tsx';
import type { Asked } from './use-answer.ts';

export interface AwaitedProps<Value> {
  asked: Asked<Value>;
  /** "the devices" */
  what: string;
  children: (value: Value) => ComponentChildren;
}

export function Awaited<Value>({ asked, what, children }: AwaitedProps<Value>) {
  return (
    <>
      {asked.failure && (
        <FailureNotice
          failure={asked.failure}
          title={`${what.charAt(0).toUpperCase()}${what.slice(1)} could not be loaded`}
          onRetry={() => void asked.ask()}
        />
      )}
      {asked.value === undefined && asked.isAsking && <Spinner label={`Loading ${what} …`} />}
      {asked.value !== undefined && (
        <div class="stack" aria-busy={asked.isAsking}>
          {children(asked.value)}
        </div>
      )}
    </>
  );
}
