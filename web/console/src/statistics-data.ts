// What the charts show: statistics of the API by status and by method, and from the audit log what statistics do not
// count, wrong attempts and locks.

import type { ApiResult } from '../../kit/json-api.ts';
import type { AuditEvent, AuditQuery, ServerApi, Statistics } from './api.ts';
import type { Interval, Observation } from './chart-scale.ts';
import { intervalMilliseconds } from './chart-scale.ts';

/** The audit log is asked for this many events of a kind at most: the page shall not load a whole log. */
const auditPages = 5;
const eventsPerPage = 1000;

export interface Period {
  /** Unix milliseconds; the start of an interval. */
  readonly from: number;
  readonly to: number;
  readonly interval: Interval;
}

/** The newest `count` intervals, the one that is not over among them. */
export function periodOf(count: number, interval: Interval, now: number): Period {
  const step = intervalMilliseconds[interval];
  return { from: (Math.floor(now / step) - count + 1) * step, to: now, interval };
}

export interface EventsFound {
  readonly events: readonly AuditEvent[];
  /** Whether there are older ones in the period that were not loaded. */
  readonly isCut: boolean;
}

export interface StatisticsFound {
  readonly counts: Statistics['counts'];
  readonly wrongAttempts: EventsFound;
  readonly locks: EventsFound;
}

async function eventsFound(api: ServerApi, query: AuditQuery): Promise<ApiResult<EventsFound>> {
  const events: AuditEvent[] = [];
  let cursor: string | undefined;
  for (let page = 1; ; page++) {
    const answer = await api.get('/admin-api/v1/audit-events', {
      params: { query: { ...query, limit: eventsPerPage, ...(cursor !== undefined && { cursor }) } },
    });
    if (!answer.ok) return answer;
    events.push(...answer.value.events);
    cursor = answer.value.next_cursor;
    if (cursor === undefined || page === auditPages)
      return { ...answer, value: { events, isCut: cursor !== undefined } };
  }
}

/** Events that name another application are left out; the audit log can be asked for an organisation's only. */
export async function findStatistics(
  api: ServerApi,
  application: { id: string; organisation_id: string },
  period: Period,
): Promise<ApiResult<StatisticsFound>> {
  const times = { from: new Date(period.from).toISOString(), to: new Date(period.to).toISOString() };
  const audit = { ...times, organisation_id: application.organisation_id };
  const [statistics, wrong, devices, methods] = await Promise.all([
    api.get('/admin-api/v1/applications/{application_id}/statistics', {
      params: { path: { application_id: application.id }, query: { ...times, interval: period.interval } },
    }),
    eventsFound(api, { ...audit, outcome: 'FAILURE' }),
    eventsFound(api, { ...audit, outcome: 'SUCCESS', action: 'DEVICE_LOCKED' }),
    eventsFound(api, { ...audit, outcome: 'SUCCESS', action: 'AUTH_METHOD_LOCKED' }),
  ]);
  if (!statistics.ok) return statistics;
  if (!wrong.ok) return wrong;
  if (!devices.ok) return devices;
  if (!methods.ok) return methods;
  const ofApplication = (...found: EventsFound[]): EventsFound => ({
    events: found.flatMap(({ events }) => events).filter((event) => event.application_id === application.id),
    isCut: found.some(({ isCut }) => isCut),
  });
  return {
    ...statistics,
    value: {
      counts: statistics.value.counts,
      wrongAttempts: ofApplication(wrong.value),
      locks: ofApplication(devices.value, methods.value),
    },
  };
}

export function observationsBy(
  counts: Statistics['counts'],
  seriesOf: (count: Statistics['counts'][number]) => string,
): Observation[] {
  return counts.map((count) => ({ at: Date.parse(count.from), series: seriesOf(count), count: count.count }));
}

export function observationsOf(events: readonly AuditEvent[], seriesOf: (event: AuditEvent) => string): Observation[] {
  return events.map((event) => ({ at: Date.parse(event.at), series: seriesOf(event), count: 1 }));
}

/** The lock's reason; behind a colon the event has what the operator said. */
export function lockReasonOf(event: AuditEvent): string {
  return (event.detail ?? '').split(':', 1)[0] ?? '';
}
