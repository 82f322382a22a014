// Searching the audit log, and verifying that nobody has changed it.

import { useState } from 'preact/hooks';
import { Button } from '../../kit/button.tsx';
import { Field } from '../../kit/field.tsx';
import { plural } from '../../kit/format.ts';
import { SelectField } from '../../kit/select-field.tsx';
import { FoundText } from './announcer.tsx';
import { auditActionValues, auditOutcomeValues, type AuditEvent } from './api.ts';
import {
  auditQueryOf,
  filterNames,
  filterOf,
  filterProblems,
  type AuditFilter,
  type FilterName,
} from './audit-filter.ts';
import { AuditVerificationCard } from './audit-verification.tsx';
import { methodLabel } from './auth-methods.ts';
import { Awaited } from './awaited.tsx';
import { useConsole } from './console-context.ts';
import { DataTable, type Column } from './data-table.tsx';
import { EventDetails } from './event-details.tsx';
import { FailureNotice } from './failure-notice.tsx';
import { Moment, zoneName } from './moment.tsx';
import { OutcomeTag } from './outcome-tag.tsx';
import { hrefOf, navigate, type Route } from './route.ts';
import { useAuditEvents } from './use-audit-events.ts';
import { ViewHeading } from './view-heading.tsx';
import { inWords } from './words.ts';

export function AuditView({ query }: { query: Route['query'] }) {
  const filter = filterOf(query);
  const key = JSON.stringify(filter);
  return (
    <>
      <ViewHeading title="Audit log" />
      <AuditVerificationCard />
      <FilterForm key={`form ${key}`} query={filter} />
      {filterProblems(filter).size === 0 && <Results key={`results ${key}`} filter={filter} />}
    </>
  );
}

function FilterForm({ query }: { query: AuditFilter }) {
  const { directory } = useConsole();
  const [filter, setFilter] = useState(query);
  const [problems, setProblems] = useState(() => filterProblems(query));
  const isNarrow = filterNames.some((name) => query[name] !== '');

  function fieldOf(name: FilterName) {
    return {
      value: filter[name],
      error: problems.get(name),
      onValue: (value: string) => setFilter({ ...filter, [name]: value }),
    };
  }
  const idField = { autocomplete: 'off', spellcheck: false } as const;

  function submit(event: Event) {
    event.preventDefault();
    const found = filterProblems(filter);
    setProblems(found);
    if (found.size === 0) navigate(['audit'], filter);
  }

  return (
    <form class="card stack" role="search" aria-label="Audit log" noValidate onSubmit={submit}>
      <h2>Search</h2>
      <div class="field-grid">
        <SelectField
          label="Action"
          choices={[
            { value: '', label: 'Any' },
            ...auditActionValues.map((name) => ({ value: name, label: inWords(name) })),
          ]}
          {...fieldOf('action')}
        />
        <SelectField
          label="Outcome"
          choices={[
            { value: '', label: 'Any' },
            ...auditOutcomeValues.map((name) => ({ value: name, label: inWords(name) })),
          ]}
          {...fieldOf('outcome')}
        />
        <SelectField
          label="Organisation"
          choices={[
            { value: '', label: 'Any' },
            ...directory.organisations.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          {...fieldOf('organisation_id')}
        />
        <Field label={`From (${zoneName()})`} type="datetime-local" {...fieldOf('from')} />
        <Field label={`Before (${zoneName()})`} type="datetime-local" {...fieldOf('to')} />
        <Field label="Device id" {...idField} {...fieldOf('device_id')} />
        <Field label="Session or enrolment id" {...idField} {...fieldOf('session_id')} />
        <Field label="API key id" hint="Of the key that acted." {...idField} {...fieldOf('key_id')} />
      </div>
      <div class="row">
        <Button kind="primary" type="submit">
          Search events
        </Button>
        {isNarrow && <a href={hrefOf(['audit'])}>Clear the search</a>}
      </div>
    </form>
  );
}

function subjectOf(event: AuditEvent): string {
  return [event.auth_method && methodLabel(event.auth_method), event.detail].filter(Boolean).join(': ');
}

function foundText(count: number, hasMore: boolean): string {
  if (count === 0) return 'No events were found.';
  return `${plural(count, 'event', 'events')}${hasMore ? ', and there are older ones' : ''}`;
}

function Results({ filter }: { filter: AuditFilter }) {
  const audit = useAuditEvents(auditQueryOf(filter));
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());

  function toggle(sequence: number) {
    const next = new Set(opened);
    if (!next.delete(sequence)) next.add(sequence);
    setOpened(next);
  }

  const columns: readonly Column<AuditEvent>[] = [
    { label: 'At', cell: ({ at }) => <Moment at={at} /> },
    { label: 'Action', isHeader: true, cell: ({ action }) => inWords(action) },
    { label: 'Outcome', cell: ({ outcome }) => <OutcomeTag outcome={outcome} /> },
    { label: 'By', cell: ({ actor }) => inWords(actor) },
    { label: 'About', cell: subjectOf },
    {
      label: 'Details',
      cell: ({ sequence, action }) => (
        <Button kind="plain" aria-expanded={opened.has(sequence)} onClick={() => toggle(sequence)}>
          {opened.has(sequence) ? 'Hide' : 'Show'}
          <span class="visually-hidden">
            {' '}
            details of event {sequence}, {inWords(action)}
          </span>
        </Button>
      ),
    },
  ];

  return (
    <Awaited asked={audit.first} what="the audit log">
      {() => (
        <section class="card stack" aria-label="Events that were found">
          <FoundText text={foundText(audit.events.length, audit.hasMore)} />
          {audit.events.length > 0 && (
            <DataTable
              caption="Audit events, the newest first"
              columns={columns}
              rows={audit.events}
              rowKey={({ sequence }) => sequence}
              below={(event) => opened.has(event.sequence) && <EventDetails event={event} />}
            />
          )}
          {audit.moreFailure && <FailureNotice failure={audit.moreFailure} title="Older events could not be loaded" />}
          {audit.hasMore && (
            <div>
              <Button busy={audit.isLoadingMore} onClick={() => void audit.loadMore()}>
                Older events
              </Button>
            </div>
          )}
        </section>
      )}
    </Awaited>
  );
}
