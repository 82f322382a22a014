import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const { module: scale } = await runnerImport(fileURLToPath(new URL('chart-scale.ts', import.meta.url)));

const day = 86_400_000;

describe('The scale of a chart', () => {
  test('has whole round steps that reach the highest column', () => {
    assert.deepEqual(scale.axisTicks(0), [0, 1]);
    assert.deepEqual(scale.axisTicks(1), [0, 1]);
    assert.deepEqual(scale.axisTicks(7), [0, 2, 4, 6, 8]);
    assert.deepEqual(scale.axisTicks(560), [0, 200, 400, 600]);
    assert.deepEqual(scale.axisTicks(1000), [0, 200, 400, 600, 800, 1000]);
  });

  test('has an interval for each day that the period touches', () => {
    assert.deepEqual(scale.intervalStarts(day + 5, 3 * day, 'day'), [day, 2 * day]);
    assert.deepEqual(scale.intervalStarts(day, 3 * day + 1, 'day'), [day, 2 * day, 3 * day]);
  });

  test('sums what falls into one interval, keeps empty ones, and leaves out what lies outside', () => {
    const seen = (at, series, count = 1) => ({ at, series, count });
    const columns = scale.columnsOf(
      [seen(day, 'a', 2), seen(2 * day - 1, 'a'), seen(day, 'b'), seen(3 * day, 'b'), seen(0, 'a'), seen(4 * day, 'a')],
      ['a', 'b'],
      [day, 2 * day, 3 * day],
      'day',
    );
    assert.deepEqual(columns, [
      { start: day, counts: [3, 1], total: 4 },
      { start: 2 * day, counts: [0, 0], total: 0 },
      { start: 3 * day, counts: [0, 1], total: 1 },
    ]);
  });

  test('labels as many columns as there is room for', () => {
    assert.equal(scale.labelStep(30, 10), 3);
    assert.equal(scale.labelStep(7, 10), 1);
    assert.equal(scale.labelStep(90, 0.5), 90);
  });
});
