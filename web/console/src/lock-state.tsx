// Whether a device or one of its methods is locked, why, and until when.

import type { Lock } from './api.ts';
import { Moment } from './moment.tsx';
import { Tag } from './tag.tsx';
import { isLocked, lockReasonText } from './words.ts';

export function LockState({ lock }: { lock: Lock }) {
  if (!isLocked(lock)) return <Tag kind="good">Unlocked</Tag>;
  return (
    <span>
      <Tag kind="bad">Locked</Tag> {lock.lock_reason && lockReasonText[lock.lock_reason]}
      {lock.locked_until !== undefined && (
        <>
          , until <Moment at={lock.locked_until} />
        </>
      )}
    </span>
  );
}
