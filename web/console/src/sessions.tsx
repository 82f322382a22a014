// Sessions of a device, or one by its id, as the audit log tells them.

import { useState } from 'preact/hooks';
import { Button } from '../../kit/button.tsx';
import { Field } from '../../kit/field.tsx';
import { plural } from '../../kit/format.ts';
import { SelectField, type Choice } from '../../kit/select-field.tsx';
import { FoundText } from './announcer.tsx';
import type { AuditEvent } from './api.ts';
import { methodLabel } from './auth-methods.ts';
import { Awaited } from './awaited.tsx';
import { FailureNotice } from './failure-notice.tsx';
import { Moment } from './moment.tsx';
import { OutcomeTag } from './outcome-tag.tsx';
import { hrefOf, navigate, type Route } from './route.ts';
import { groupBySession, type SessionGroup, type SessionState } from './session-groups.ts';
import { Tag, type TagKind } from './tag.tsx';
import { useAuditEvents } from './use-audit-events.ts';
import { ViewHeading } from './view-heading.tsx';
import { inWords, isUuid } from './words.ts';

const eventsPerPage = 100;

type Subject = 'device_id' | 'session_id';

const subjects: readonly Choice<Subject>[] = [
  { value: 'device_id', label: 'Device id' },
  { value: 'session_id', label: 'Session or enrolment id' },
];

export function SessionsView({ query }: { query: Route['query'] }) {
  const deviceId = query['device_id'];
  const sessionId = query['session_id'];
  const key = deviceId ?? sessionId ?? '';
  return (
    <>
      <ViewHeading title="Sessions" />
      <LookUpForm key={key} query={query} />
      {key !== '' && <Results key={`${key} found`} deviceId={deviceId} sessionId={sessionId} />}
    </>
  );
}

function LookUpForm({ query }: { query: Route['query'] }) {
  const [subject, setSubject] = useState<Subject>(query['session_id'] ? 'session_id' : 'device_id');
  const [id, setId] = useState(query['session_id'] ?? query['device_id'] ?? '');
  const [error, setError] = useState<string | undefined>(undefined);
  function submit(event: Event) {
    event.preventDefault();
    if (isUuid(id.trim())) navigate(['sessions'], { [subject]: id.trim() });
    else setError('An id has 36 characters, such as 1c9ed2f6-7e8a-4b1c-9d3f-2a4b6c8d0e17.');
  }
  return (
    <form class="card stack" role="search" aria-label="Sessions" noValidate onSubmit={submit}>
      <p class="soft">
        What happened in enrolments, authentications and changes of methods, from the audit log. Find a user’s device
        under <a href={hrefOf(['devices'])}>Devices</a>.
      </p>
      <div class="field-grid">
        <SelectField label="Look up by" value={subject} choices={subjects} onValue={(value) => setSubject(value)} />
        <Field label="Id" value={id} error={error} autocomplete="off" spellcheck={false} onValue={setId} />
      </div>
      <div>
        <Button kind="primary" type="submit">
          Look up
        </Button>
      </div>
    </form>
  );
}

interface ResultsProps {
  deviceId: string | undefined;
  sessionId: string | undefined;
}

function foundText(count: number, hasMore: boolean): string {
  if (count === 0) return 'No sessions were found.';
  return `${plural(count, 'session', 'sessions')}${hasMore ? ', and there are older events' : ''}`;
}

function Results({ deviceId, sessionId }: ResultsProps) {
  const audit = useAuditEvents({
    ...(deviceId !== undefined && { device_id: deviceId }),
    ...(sessionId !== undefined && { session_id: sessionId }),
    limit: eventsPerPage,
  });
  const groups = groupBySession(audit.events);
  return (
    <Awaited asked={audit.first} what="the sessions">
      {() => (
        <>
          <FoundText text={foundText(groups.length, audit.hasMore)} />
          {groups.map((group) => (
            <SessionCard key={group.sessionId} group={group} isOpen={groups.length === 1} />
          ))}
          {audit.moreFailure && <FailureNotice failure={audit.moreFailure} title="Older events could not be loaded" />}
          {audit.hasMore && (
            <div>
              <Button busy={audit.isLoadingMore} onClick={() => void audit.loadMore()}>
                Older events
              </Button>
            </div>
          )}
        </>
      )}
    </Awaited>
  );
}

const stateKinds: Record<SessionState, TagKind> = {
  Completed: 'good',
  Failed: 'bad',
  Cancelled: 'plain',
  'Started on a phone': 'plain',
  'Open or expired': 'plain',
};

function SessionCard({ group, isOpen }: { group: SessionGroup; isOpen: boolean }) {
  const first = group.events[0];
  const deviceId = group.events.find(({ device_id }) => device_id !== undefined)?.device_id;
  const method = [...group.events].reverse().find(({ auth_method }) => auth_method !== undefined)?.auth_method;
  return (
    <section class="card stack" aria-label={`${group.kind} ${group.sessionId}`}>
      <div class="row section-heading">
        <h2>{group.kind}</h2>
        <Tag kind={stateKinds[group.state]}>{group.state}</Tag>
      </div>
      <p class="soft">
        {first && <Moment at={first.at} />}
        {method !== undefined && <>, {methodLabel(method)}</>}
        {group.failures > 0 && <>, {plural(group.failures, 'wrong attempt', 'wrong attempts')}</>}
      </p>
      <p class="small row">
        <span>
          Session{' '}
          <a href={hrefOf(['sessions'], { session_id: group.sessionId })}>
            <code>{group.sessionId}</code>
          </a>
        </span>
        {deviceId !== undefined && (
          <span>
            Device{' '}
            <a href={hrefOf(['devices', deviceId])}>
              <code>{deviceId}</code>
            </a>
          </span>
        )}
      </p>
      <details open={isOpen}>
        <summary>{plural(group.events.length, 'event', 'events')}</summary>
        <ol class="timeline">
          {group.events.map((event) => (
            <TimelineEvent key={event.sequence} event={event} />
          ))}
        </ol>
      </details>
    </section>
  );
}

function TimelineEvent({ event }: { event: AuditEvent }) {
  return (
    <li>
      <span class="soft">
        <Moment at={event.at} />
      </span>
      <span class="row">
        <strong>{inWords(event.action)}</strong> <OutcomeTag outcome={event.outcome} />
      </span>
      <span class="soft">
        by {inWords(event.actor).toLowerCase().replace('api', 'API')}
        {event.address !== undefined && <> from {event.address}</>}
        {event.detail !== undefined && event.detail !== '' && <>: {event.detail}</>}
      </span>
    </li>
  );
}
