// The filter of the audit log, between the fields of its form, the page's address and the API.

import type { AuditQuery } from './api.ts';
import { isUuid } from './words.ts';

export const filterNames = [
  'from',
  'to',
  'organisation_id',
  'device_id',
  'session_id',
  'key_id',
  'action',
  'outcome',
] as const;

export type FilterName = (typeof filterNames)[number];

/** What the form's fields say: times as `datetime-local` has them, without a zone; the rest as the API has it. */
export type AuditFilter = Record<FilterName, string>;

export function filterOf(query: Readonly<Record<string, string>>): AuditFilter {
  const entries = filterNames.map((name) => [name, query[name] ?? ''] as const);
  return Object.fromEntries(entries) as AuditFilter;
}

/** Times become UTC; what is empty is left out. */
export function auditQueryOf(filter: AuditFilter): AuditQuery {
  const said = filterNames.map((name) => [name, filter[name].trim()] as const).filter(([, value]) => value !== '');
  return Object.fromEntries(
    said.map(([name, value]) => [name, name === 'from' || name === 'to' ? new Date(value).toISOString() : value]),
  );
}

const idNames = ['device_id', 'session_id', 'key_id'] as const;

/** What is wrong, by field. */
export function filterProblems(filter: AuditFilter): Map<FilterName, string> {
  const problems = new Map<FilterName, string>();
  for (const name of idNames) {
    const value = filter[name].trim();
    if (value !== '' && !isUuid(value)) problems.set(name, 'An id has 36 characters.');
  }
  for (const name of ['from', 'to'] as const) {
    if (filter[name] !== '' && Number.isNaN(Date.parse(filter[name]))) problems.set(name, 'Is not a date and a time.');
  }
  if (filter.from !== '' && filter.to !== '' && Date.parse(filter.from) >= Date.parse(filter.to)) {
    problems.set('to', 'Must be later than the begin.');
  }
  return problems;
}
