// The arithmetic of the charts: intervals of time, sums, and an axis with round numbers.

export type Interval = 'hour' | 'day';

export const intervalMilliseconds: Record<Interval, number> = { hour: 3_600_000, day: 86_400_000 };

/** Starts of the intervals that overlap from..to, in Unix milliseconds: whole multiples of it, as in statistics. */
export function intervalStarts(from: number, to: number, interval: Interval): number[] {
  const step = intervalMilliseconds[interval];
  const starts: number[] = [];
  for (let start = Math.floor(from / step) * step; start < to; start += step) starts.push(start);
  return starts;
}

export interface Observation {
  /** When, in Unix milliseconds. */
  readonly at: number;
  readonly series: string;
  readonly count: number;
}

export interface Column {
  readonly start: number;
  /** Of each series, in the order of `seriesNames`. */
  readonly counts: readonly number[];
  readonly total: number;
}

/** One column for each interval, those without an observation too. What lies outside is left out. */
export function columnsOf(
  observations: readonly Observation[],
  seriesNames: readonly string[],
  starts: readonly number[],
  interval: Interval,
): Column[] {
  const step = intervalMilliseconds[interval];
  const counts = starts.map(() => seriesNames.map(() => 0));
  const first = starts[0] ?? 0;
  for (const { at, series, count } of observations) {
    const column = counts[Math.floor((at - first) / step)];
    const place = seriesNames.indexOf(series);
    if (column && place >= 0) column[place] = (column[place] ?? 0) + count;
  }
  return starts.map((start, index) => {
    const own = counts[index] ?? [];
    return { start, counts: own, total: own.reduce((sum, count) => sum + count, 0) };
  });
}

/** 0 and up to five round steps, the last of them at `max` or above. Whole numbers: what is counted has no halves. */
export function axisTicks(max: number): number[] {
  const step = roundStep(Math.max(max, 1) / 5);
  const ticks: number[] = [];
  for (let tick = 0; tick < Math.max(max, 1) + step; tick += step) ticks.push(tick);
  return ticks;
}

function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 1)));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= least) ?? 10;
  return factor * power;
}

/** Which of `count` labels to write so that `room` of them fit: every n-th, beginning with the first. */
export function labelStep(count: number, room: number): number {
  return Math.max(1, Math.ceil(count / Math.max(1, room)));
}
