// Stacked columns over time, with a legend that names each colour, and the same numbers as a table.

import { useEffect, useRef, useState } from 'preact/hooks';
import { formatCount } from '../../kit/format.ts';
import { axisTicks, labelStep, type Column, type Interval } from './chart-scale.ts';
import { DataTable } from './data-table.tsx';

export interface Series {
  name: string;
  label: string;
  /** Which of the chart's colours, from 1. */
  colour: number;
}

export interface ChartProps {
  title: string;
  series: readonly Series[];
  /** Counts in the order of `series`. */
  columns: readonly Column[];
  interval: Interval;
}

const height = 240;
const edge = { top: 12, right: 8, bottom: 28, left: 48 };
const labelWidth = 72;

const hourText = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const hourAndDayText = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
const dayText = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const wholeDayText = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });

function startText(start: number, interval: Interval): string {
  return (interval === 'hour' ? hourAndDayText : wholeDayText).format(start);
}

function useWidth() {
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(640);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(Math.max(240, Math.floor(element.clientWidth))));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [frame, width] as const;
}

function sumOf(columns: readonly Column[], place: number): number {
  return columns.reduce((sum, column) => sum + (column.counts[place] ?? 0), 0);
}

export function Chart({ title, series, columns, interval }: ChartProps) {
  const [frame, width] = useWidth();
  const [pointed, setPointed] = useState<number | undefined>(undefined);
  const total = columns.reduce((sum, column) => sum + column.total, 0);
  const sums = series.map(({ label }, place) => `${label} ${formatCount(sumOf(columns, place))}`);
  const column = pointed === undefined ? undefined : columns[pointed];

  return (
    <figure class="card stack chart">
      <figcaption>
        <h2>{title}</h2>
      </figcaption>
      <ul class="legend">
        {series.map(({ name, label, colour }, place) => (
          <li key={name}>
            <svg class={`series-${colour}`} width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
              <rect width="14" height="14" rx="3" />
            </svg>
            {label} <strong>{formatCount(sumOf(columns, place))}</strong>
          </li>
        ))}
      </ul>
      <div ref={frame} class="chart-frame" onPointerLeave={() => setPointed(undefined)}>
        <svg
          width={width}
          height={height}
          viewBox={`0 0 ${width} ${height}`}
          role="img"
          aria-label={`${title}: ${formatCount(total)} in all. ${sums.join(', ')}. The table below has every number.`}
        >
          <Drawing
            width={width}
            series={series}
            columns={columns}
            interval={interval}
            pointed={pointed}
            onPoint={setPointed}
          />
        </svg>
      </div>
      <p class="readout small" aria-hidden="true">
        {column ? (
          <>
            <strong>{startText(column.start, interval)}</strong>{' '}
            {series.map(({ label }, place) => `${label} ${formatCount(column.counts[place] ?? 0)}`).join(', ')}
          </>
        ) : (
          <span class="soft">
            {total === 0 ? 'There is nothing in this period.' : 'Point at a column to see its numbers.'}
          </span>
        )}
      </p>
      {total > 0 && <Numbers title={title} series={series} columns={columns} interval={interval} />}
    </figure>
  );
}

interface DrawingProps extends Omit<ChartProps, 'title'> {
  width: number;
  pointed: number | undefined;
  onPoint(index: number): void;
}

function Drawing({ width, series, columns, interval, pointed, onPoint }: DrawingProps) {
  const ticks = axisTicks(Math.max(0, ...columns.map(({ total }) => total)));
  const top = ticks.at(-1) ?? 1;
  const plotWidth = width - edge.left - edge.right;
  const plotHeight = height - edge.top - edge.bottom;
  const bottom = edge.top + plotHeight;
  const slot = plotWidth / Math.max(1, columns.length);
  const gap = Math.min(6, slot * 0.2);
  const y = (count: number) => bottom - (count / top) * plotHeight;
  const every = labelStep(columns.length, plotWidth / labelWidth);

  return (
    <>
      {ticks.map((tick) => (
        <g key={tick} class="axis">
          <line x1={edge.left} x2={width - edge.right} y1={y(tick)} y2={y(tick)} />
          <text x={edge.left - 8} y={y(tick)} text-anchor="end" dominant-baseline="middle">
            {formatCount(tick)}
          </text>
        </g>
      ))}
      {columns.map((column, index) => {
        const x = edge.left + index * slot;
        let below = 0;
        return (
          <g
            key={column.start}
            class={pointed === index ? 'column is-pointed' : 'column'}
            onPointerEnter={() => onPoint(index)}
          >
            <rect class="column-ground" x={x} y={edge.top} width={slot} height={plotHeight} />
            {series.map(({ name, colour }, place) => {
              const count = column.counts[place] ?? 0;
              if (count === 0) return null;
              below += count;
              return (
                <rect
                  key={name}
                  class={`series-${colour}`}
                  x={x + gap / 2}
                  y={y(below)}
                  width={slot - gap}
                  height={(count / top) * plotHeight}
                />
              );
            })}
            {index % every === 0 && (
              <text class="axis-label" x={x + slot / 2} y={height - 8} text-anchor="middle">
                {(interval === 'hour' ? hourText : dayText).format(column.start)}
              </text>
            )}
          </g>
        );
      })}
    </>
  );
}

function Numbers({ title, series, columns, interval }: ChartProps) {
  const filled = columns.filter(({ total }) => total > 0);
  return (
    <details>
      <summary>
        Numbers as a table<span class="visually-hidden">: {title}</span>
      </summary>
      <DataTable
        caption={`${title}, ${interval === 'hour' ? 'by hour' : 'by day (UTC)'}; what has no number is left out`}
        columns={[
          {
            label: interval === 'hour' ? 'Hour from' : 'Day (UTC)',
            isHeader: true,
            cell: ({ start }) => startText(start, interval),
          },
          ...series.map(({ label }, place) => ({
            label,
            isNumber: true as const,
            cell: ({ counts }: Column) => formatCount(counts[place] ?? 0),
          })),
          { label: 'All', isNumber: true, cell: ({ total }) => formatCount(total) },
        ]}
        rows={filled}
        rowKey={({ start }) => start}
      />
    </details>
  );
}
