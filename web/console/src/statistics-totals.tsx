// The sums of a period: a few numbers at a glance, and each method by how its authentications ended.

import { formatCount } from '../../kit/format.ts';
import type { SessionStatus } from './api.ts';
import { authMethods } from './auth-methods.ts';
import { DataTable, type Column } from './data-table.tsx';
import type { StatisticsFound } from './statistics-data.ts';
import { sessionStatuses, sessionStatusText } from './words.ts';

interface MethodTotals {
  label: string;
  counts: Record<SessionStatus, number>;
  total: number;
}

/** Of those that are over; "–" where none is. */
function completedShare({ counts, total }: MethodTotals): string {
  const over = total - counts.STARTED;
  return over === 0 ? '–' : `${((100 * counts.COMPLETED) / over).toFixed(1)} %`;
}

function totalsOf(label: string, counts: StatisticsFound['counts']): MethodTotals {
  const sum = (status: SessionStatus) =>
    counts.filter((count) => count.status === status).reduce((all, { count }) => all + count, 0);
  return {
    label,
    counts: {
      STARTED: sum('STARTED'),
      COMPLETED: sum('COMPLETED'),
      FAILED: sum('FAILED'),
      CANCELLED: sum('CANCELLED'),
      EXPIRED: sum('EXPIRED'),
    },
    total: counts.reduce((all, { count }) => all + count, 0),
  };
}

const columns: readonly Column<MethodTotals>[] = [
  { label: 'Method', isHeader: true, cell: ({ label }) => label },
  ...sessionStatuses.map((status) => ({
    label: sessionStatusText[status],
    isNumber: true as const,
    cell: ({ counts }: MethodTotals) => formatCount(counts[status]),
  })),
  { label: 'All', isNumber: true, cell: ({ total }) => formatCount(total) },
  { label: 'Share completed', isNumber: true, cell: completedShare },
];

export function StatisticsTotals({ found }: { found: StatisticsFound }) {
  const all = totalsOf('All methods', found.counts);
  const rows = authMethods
    .map(({ apiName, label }) =>
      totalsOf(
        label,
        found.counts.filter(({ auth_method }) => auth_method === apiName),
      ),
    )
    .filter(({ total }) => total > 0);
  const figures: readonly (readonly [name: string, value: string])[] = [
    ['Authentications', formatCount(all.total)],
    ['Completed', completedShare(all)],
    ['Failed', formatCount(all.counts.FAILED)],
    ['Wrong attempts', formatCount(found.wrongAttempts.events.length) + (found.wrongAttempts.isCut ? '+' : '')],
    ['Locks', formatCount(found.locks.events.length) + (found.locks.isCut ? '+' : '')],
  ];
  return (
    <section class="card stack" aria-label="Sums">
      <dl class="figures">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {rows.length > 0 && (
        <DataTable
          caption="Authentications by method and outcome"
          isCaptionShown
          columns={columns}
          rows={rows}
          rowKey={({ label }) => label}
        />
      )}
    </section>
  );
}
