// What went wrong with a call, and the way on: again now, or when the server says so.

import { useEffect, useState } from 'preact/hooks';
import { Button } from './button.tsx';
import { Countdown } from './countdown.tsx';
import { type ApiFailure, describeFailure } from './json-api.ts';
import { Notice } from './notice.tsx';

export interface FailureNoticeProps {
  failure: ApiFailure;
  /** "Try again" where left out. */
  retryLabel?: string;
  /** Left out where trying again is the form's own button. */
  onRetry?(): void;
  busy?: boolean;
}

export function FailureNotice({ failure, retryLabel = 'Try again', onRetry, busy = false }: FailureNoticeProps) {
  const wait = failure.kind === 'problem' ? failure.retryAfter : undefined;
  const [waitUntil, setWaitUntil] = useState<string | null>(null);
  useEffect(() => {
    setWaitUntil(wait === undefined ? null : new Date(Date.now() + wait * 1000).toISOString());
  }, [failure, wait]);

  return (
    <Notice kind={isPassing(failure) ? 'warn' : 'bad'} title={titleOf(failure)}>
      <p>{describeFailure(failure)}</p>
      {waitUntil && (
        <p>
          Please try again in <Countdown until={waitUntil} onEnd={() => setWaitUntil(null)} />
        </p>
      )}
      {onRetry && !waitUntil && (
        <div>
          <Button busy={busy} onClick={onRetry}>
            {retryLabel}
          </Button>
        </div>
      )}
    </Notice>
  );
}

function isPassing(failure: ApiFailure): boolean {
  return failure.kind === 'network' || failure.status === 429 || failure.status === 503;
}

function titleOf(failure: ApiFailure): string {
  if (failure.kind === 'network') return 'No connection';
  if (failure.status === 429) return 'Too many requests';
  if (failure.status === 503) return 'The server is busy';
  if (failure.status >= 500) return 'The server failed';
  return 'That did not work';
}
