// That the phone, or its way to confirm, is locked: until when, or what ends it.

import { Countdown } from '../../kit/countdown.tsx';
import { formatDateTime } from '../../kit/format.ts';
import { Notice } from '../../kit/notice.tsx';
import { isUsable, nameOf } from './auth-methods.ts';
import { useBank } from './bank.ts';
import type { LockReason, Phone } from './bank-api.ts';
import { phoneLink } from './route.ts';

const reasons: Record<LockReason, string> = {
  ATTEMPTS_EXHAUSTED: 'There were too many wrong codes.',
  ADMIN: 'The bank’s operator locked it.',
  CLONE_DETECTED: 'There seems to be a copy of this phone.',
};

/** Nothing where nothing is locked. */
export function LockNotice({ phone }: { phone: Phone }) {
  if (phone.lock_status === 'LOCKED') {
    return (
      <Notice kind="bad" title="Your phone is locked">
        <LockEnd reason={phone.lock_reason} until={phone.locked_until} />
      </Notice>
    );
  }
  return (
    <>
      {phone.auth_methods
        .filter((method) => !isUsable(method))
        .map((method) => (
          <Notice key={method.auth_method} kind="bad" title={`Locked: ${nameOf(method.auth_method)}`}>
            <LockEnd reason={method.lock_reason} until={method.locked_until} />
          </Notice>
        ))}
    </>
  );
}

export interface LockEndProps {
  reason: LockReason | undefined;
  /** Left out where the lock does not end by itself. */
  until: string | undefined;
}

export function LockEnd({ reason = 'ATTEMPTS_EXHAUSTED', until }: LockEndProps) {
  const { refresh } = useBank();
  if (until) {
    return (
      <p>
        {reasons[reason]} The lock ends by itself at {formatDateTime(until)}, in{' '}
        <Countdown until={until} onEnd={() => void refresh()} />.
      </p>
    );
  }
  return (
    <p>
      {reasons[reason]} This lock does not end by itself: the bank’s operator can end it in the{' '}
      <a href="../console/" target="_blank" rel="noopener">
        console
        <span class="visually-hidden"> (opens a new tab)</span>
      </a>
      , or you <a href={phoneLink}>remove the phone</a> and set it up again.
    </p>
  );
}
