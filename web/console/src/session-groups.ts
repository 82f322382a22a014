// Audit events put together by the session that they are about, and what they say of it.

import type { AuditEvent } from './api.ts';

export type SessionKind = 'Enrolment' | 'Authentication' | 'Offline authentication' | 'Adding or changing a method';

/**
 * How it stands as far as events tell. That a session expired is no event, so one that was neither completed nor ended
 * is open or expired. An enrolment that a phone has started may be completed where the events are not all of its device.
 */
export type SessionState = 'Completed' | 'Failed' | 'Cancelled' | 'Started on a phone' | 'Open or expired';

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
  if (went('ENROLMENT_STARTED')) return 'Started on a phone';
  return 'Open or expired';
}

// The activation that ends an enrolment names the device and no session; any other one names its session.
function sessionOf(event: AuditEvent, enrolmentByDevice: ReadonlyMap<string, string>): string | undefined {
  if (event.session_id !== undefined) return event.session_id;
  if (event.action !== 'AUTH_METHOD_ACTIVATED' || event.device_id === undefined) return undefined;
  return enrolmentByDevice.get(event.device_id);
}

function enrolments(events: readonly AuditEvent[]): Map<string, string> {
  const byDevice = new Map<string, string>();
  for (const { action, device_id, session_id } of events) {
    const isStart = action === 'ENROLMENT_STARTED' && device_id !== undefined && session_id !== undefined;
    if (isStart) byDevice.set(device_id, session_id);
  }
  return byDevice;
}

/** Sessions with their events, the session of the newest event first. Events about no session are left out. */
export function groupBySession(events: readonly AuditEvent[]): SessionGroup[] {
  const enrolmentByDevice = enrolments(events);
  const bySession = new Map<string, AuditEvent[]>();
  for (const event of [...events].sort((a, b) => b.sequence - a.sequence)) {
    const session = sessionOf(event, enrolmentByDevice);
    if (session === undefined) continue;
    const own = bySession.get(session);
    if (own) own.unshift(event);
    else bySession.set(session, [event]);
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
