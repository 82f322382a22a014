// Audit events put together by the session that they are about, and what they say of it.

import type { AuditEvent } from './api.ts';

export type SessionKind = 'Enrolment' | 'Authentication' | 'Offline authentication' | 'Adding or changing a method';

/**
 * How it stands as far as events tell. That a session expired is no event, so one that was neither completed nor ended
 * is open or expired.
 */
export type SessionState = 'Completed' | 'Failed' | 'Cancelled' | 'Open or expired';

export interface SessionGroup {
  readonly sessionId: string;
  readonly kind: SessionKind;
  readonly state: SessionState;
  /** The oldest first. */
  readonly events: readonly AuditEvent[];
  readonly failures: number;
}

const kinds: readonly (readonly [prefix: string, kind: SessionKind])[] = [
  ['ENROLMENT_', 'Enrolment'],
  ['OFFLINE_AUTHENTICATION_', 'Offline authentication'],
  ['AUTHENTICATION_', 'Authentication'],
  ['ADD_OR_UPDATE_', 'Adding or changing a method'],
];

function kindOf(events: readonly AuditEvent[]): SessionKind {
  for (const { action } of events) {
    const found = kinds.find(([prefix]) => action.startsWith(prefix));
    if (found) return found[1];
  }
  return events.some((event) => event.action === 'AUTH_METHOD_ACTIVATED')
    ? 'Adding or changing a method'
    : 'Authentication';
}

function completes(event: AuditEvent, kind: SessionKind): boolean {
  if (event.outcome !== 'SUCCESS') return false;
  if (kind === 'Enrolment') return event.action === 'AUTH_METHOD_ACTIVATED';
  return event.action.endsWith('_ATTEMPTED');
}

function stateOf(events: readonly AuditEvent[], kind: SessionKind): SessionState {
  if (events.some((event) => completes(event, kind))) return 'Completed';
  const went = (action: string) => events.some((event) => event.action.endsWith(action) && event.outcome === 'SUCCESS');
  if (went('_CANCELLED')) return 'Cancelled';
  if (went('_LOCKED')) return 'Failed';
  return 'Open or expired';
}

/** Sessions with their events, the session of the newest event first. Events about no session are left out. */
export function groupBySession(events: readonly AuditEvent[]): SessionGroup[] {
  const bySession = new Map<string, AuditEvent[]>();
  for (const event of [...events].sort((a, b) => b.sequence - a.sequence)) {
    if (event.session_id === undefined) continue;
    const own = bySession.get(event.session_id);
    if (own) own.unshift(event);
    else bySession.set(event.session_id, [event]);
  }
  return [...bySession].map(([sessionId, own]) => {
    const kind = kindOf(own);
    return {
      sessionId,
      kind,
      state: stateOf(own, kind),
      events: own,
      failures: own.filter((event) => event.outcome === 'FAILURE').length,
    };
  });
}
