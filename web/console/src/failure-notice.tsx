// What went wrong with a call, as the server said it, with the id by which the server's log has the request.

import { Button } from '../../kit/button.tsx';
import type { ApiFailure } from '../../kit/json-api.ts';
import { Notice } from '../../kit/notice.tsx';

export interface FailureNoticeProps {
  failure: ApiFailure;
  /** "The devices could not be loaded" */
  title: string;
  /** The call changes something: without an answer nobody knows whether it did. */
  isChange?: true;
  onRetry?(): void;
}

export function FailureNotice({ failure, title, isChange, onRetry }: FailureNoticeProps) {
  const isUnknown = isChange && failure.kind === 'network';
  return (
    <Notice kind="bad" title={isUnknown ? 'It is not known whether it was done' : title}>
      <p>
        {failure.detail} {isUnknown && 'Load the page again to see how things stand, before you repeat it.'}
      </p>
      {failure.kind === 'problem' && (
        <p class="small">
          <code>{failure.code}</code>
          {failure.requestId !== undefined && (
            <>
              , request <code>{failure.requestId}</code>
            </>
          )}
          {failure.retryAfter !== undefined && <>. Try again in {failure.retryAfter} s.</>}
        </p>
      )}
      {onRetry && (
        <div>
          <Button onClick={onRetry}>Try again</Button>
        </div>
      )}
    </Notice>
  );
}
