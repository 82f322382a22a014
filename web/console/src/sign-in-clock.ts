// When a sign-in is renewed, when its end is announced, and when it is over.

/** A renewal is worth a request once this much of the sign-in is gone by. */
const renewAfterMilliseconds = 3 * 60_000;
const warnBeforeMilliseconds = 60_000;

/** In Unix milliseconds of this browser's clock. */
export interface SignInTimes {
  readonly renewedAt: number;
  readonly expiresAt: number;
  /** No renewal moves the end any further: it is as long after the sign-in as the server allows. */
  readonly isLast: boolean;
}

export type SignInPhase = 'good' | 'renewable' | 'ending' | 'over';

/** `usedAt`: when somebody last did anything on the page. */
export function phaseOf(times: SignInTimes, now: number, usedAt: number): SignInPhase {
  if (now >= times.expiresAt) return 'over';
  const isWorthIt = usedAt > times.renewedAt && now >= times.renewedAt + renewAfterMilliseconds;
  if (isWorthIt && !times.isLast) return 'renewable';
  return now >= times.expiresAt - warnBeforeMilliseconds ? 'ending' : 'good';
}

/** Two answers may be this much further apart, or less, than the times at which they were given. */
const toleranceMilliseconds = 2_000;

/**
 * The times of a sign-in that the server says ends at `expiresAt`. `serverNow` is the server's time of saying so (its
 * Date header), where it did: a browser whose clock is wrong must not end a sign-in early, or believe in a dead one.
 * `before` is what a renewal renewed: one that moves the end by less than the time that went by was the last.
 */
export function timesOf(
  expiresAt: number,
  now: number,
  serverNow: number | undefined,
  before: SignInTimes | undefined,
): SignInTimes {
  const end = expiresAt + (serverNow === undefined ? 0 : now - serverNow);
  const isLast = before !== undefined && end - before.expiresAt < now - before.renewedAt - toleranceMilliseconds;
  return { renewedAt: now, expiresAt: end, isLast };
}
