// How authentications of an application went over time, and how often somebody guessed wrong or was locked out.

import { useMemo } from 'preact/hooks';
import { formatCount } from '../../kit/format.ts';
import { Notice } from '../../kit/notice.tsx';
import { SelectField, type Choice } from '../../kit/select-field.tsx';
import { authMethods, methodLabel } from './auth-methods.ts';
import { Awaited } from './awaited.tsx';
import { Chart, type Series } from './chart.tsx';
import { columnsOf, intervalStarts, type Interval, type Observation } from './chart-scale.ts';
import { organisationName, useConsole } from './console-context.ts';
import { navigate, type Route } from './route.ts';
import {
  findStatistics,
  lockReasonOf,
  observationsBy,
  observationsOf,
  periodOf,
  type EventsFound,
  type Period,
  type StatisticsFound,
} from './statistics-data.ts';
import { StatisticsTotals } from './statistics-totals.tsx';
import { useAnswer } from './use-answer.ts';
import { ViewHeading } from './view-heading.tsx';
import { inWords, lockReasonText, sessionStatuses, sessionStatusText } from './words.ts';

type PeriodName = '24-hours' | '3-days' | '7-days' | '30-days' | '90-days';

const periods: readonly (Choice<PeriodName> & { count: number; interval: Interval })[] = [
  { value: '24-hours', label: '24 hours, by hour', count: 24, interval: 'hour' },
  { value: '3-days', label: '3 days, by hour', count: 72, interval: 'hour' },
  { value: '7-days', label: '7 days', count: 7, interval: 'day' },
  { value: '30-days', label: '30 days', count: 30, interval: 'day' },
  { value: '90-days', label: '90 days', count: 90, interval: 'day' },
];

export function StatisticsView({ query }: { query: Route['query'] }) {
  const { directory } = useConsole();
  const application =
    directory.applications.find(({ id }) => id === query['application_id']) ?? directory.applications[0];
  const period = periods.find(({ value }) => value === query['period']) ?? periods[3];
  const method = query['method'] ?? '';
  if (!application || !period) {
    return (
      <>
        <ViewHeading title="Statistics" />
        <p>There is no application yet.</p>
      </>
    );
  }

  const go = (changed: Record<string, string>) =>
    navigate(['statistics'], { application_id: application.id, period: period.value, method, ...changed });
  return (
    <>
      <ViewHeading title="Statistics" />
      <div class="card field-grid">
        <SelectField
          label="Application"
          value={application.id}
          choices={directory.applications.map(({ id, name, organisation_id }) => ({
            value: id,
            label: `${name} (${organisationName(directory, organisation_id)})`,
          }))}
          onValue={(id) => go({ application_id: id })}
        />
        <SelectField label="Period" value={period.value} choices={periods} onValue={(value) => go({ period: value })} />
        <SelectField
          label="Method"
          value={method}
          choices={[
            { value: '', label: 'All' },
            ...authMethods.map(({ apiName, label }) => ({ value: apiName, label })),
          ]}
          onValue={(value) => go({ method: value })}
        />
      </div>
      <Found key={`${application.id} ${period.value}`} application={application} of={period} method={method} />
    </>
  );
}

interface FoundProps {
  application: { id: string; organisation_id: string };
  of: { count: number; interval: Interval };
  method: string;
}

function Found({ application, of, method }: FoundProps) {
  const { api } = useConsole();
  const period = useMemo(() => periodOf(of.count, of.interval, Date.now()), []);
  const asked = useAnswer(() => findStatistics(api, application, period), []);
  return (
    <Awaited asked={asked} what="the statistics">
      {(found) => <Charts found={onlyMethod(found, method)} period={period} />}
    </Awaited>
  );
}

/** An empty method stands for all. Locks of a whole device are no method's. */
function onlyMethod(found: StatisticsFound, method: string): StatisticsFound {
  if (method === '') return found;
  const only = ({ events, isCut }: EventsFound): EventsFound => ({
    events: events.filter((event) => event.auth_method === method),
    isCut,
  });
  return {
    counts: found.counts.filter((count) => count.auth_method === method),
    wrongAttempts: only(found.wrongAttempts),
    locks: only(found.locks),
  };
}

const statusSeries: readonly Series[] = sessionStatuses.map((status, index) => ({
  name: status,
  label: sessionStatusText[status],
  colour: index + 1,
}));

const lockSeries: readonly Series[] = [
  { name: 'ATTEMPTS_EXHAUSTED', label: inWords(lockReasonText.ATTEMPTS_EXHAUSTED), colour: 2 },
  { name: 'ADMIN', label: inWords(lockReasonText.ADMIN), colour: 1 },
  { name: 'CLONE_DETECTED', label: inWords(lockReasonText.CLONE_DETECTED), colour: 8 },
];

// A method has the same colour in every chart, whichever others there are.
function methodSeries(observations: readonly Observation[]): Series[] {
  const named = new Set(observations.map(({ series }) => series));
  return authMethods
    .map(({ apiName }, index) => ({ name: apiName, label: methodLabel(apiName), colour: index + 1 }))
    .filter(({ name }) => named.has(name));
}

function Charts({ found, period }: { found: StatisticsFound; period: Period }) {
  const starts = intervalStarts(period.from, period.to, period.interval);
  const byStatus = observationsBy(found.counts, ({ status }) => status);
  const byMethod = observationsBy(found.counts, ({ auth_method }) => auth_method);
  const wrong = observationsOf(found.wrongAttempts.events, ({ auth_method }) => auth_method ?? '');
  const locks = observationsOf(found.locks.events, lockReasonOf);

  function chart(title: string, series: readonly Series[], observations: readonly Observation[]) {
    const names = series.map(({ name }) => name);
    return (
      <Chart
        title={title}
        series={series}
        columns={columnsOf(observations, names, starts, period.interval)}
        interval={period.interval}
      />
    );
  }

  return (
    <>
      <StatisticsTotals found={found} />
      {chart('Authentications by outcome', statusSeries, byStatus)}
      {chart('Authentications by method', methodSeries(byMethod), byMethod)}
      {found.wrongAttempts.isCut && <CutNotice what="wrong attempts" count={found.wrongAttempts.events.length} />}
      {chart('Wrong attempts by method', methodSeries(wrong), wrong)}
      {found.locks.isCut && <CutNotice what="locks" count={found.locks.events.length} />}
      {chart('Locks by reason', lockSeries, locks)}
      <p class="soft small">
        Authentications count in the interval in which they began; days are in UTC. Statistics know what retention has
        left. An online authentication without an answer counts under its only method, or under “{methodLabel('DEVICE')}
        ”. Wrong attempts and locks are from the audit log.
      </p>
    </>
  );
}

function CutNotice({ what, count }: { what: string; count: number }) {
  return (
    <Notice kind="warn" still>
      <p>
        There are more {what} in this period than this page loads. The newest {formatCount(count)} are shown; choose a
        shorter period to see all.
      </p>
    </Notice>
  );
}
