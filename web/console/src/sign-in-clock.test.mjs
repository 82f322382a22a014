import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const { module: clock } = await runnerImport(fileURLToPath(new URL('sign-in-clock.ts', import.meta.url)));

const minute = 60_000;
const times = { renewedAt: 0, expiresAt: 15 * minute, isLast: false };

describe('A sign-in', () => {
  test('is renewed while somebody works, every few minutes', () => {
    assert.equal(clock.phaseOf(times, 2 * minute, 2 * minute), 'good');
    assert.equal(clock.phaseOf(times, 4 * minute, 2 * minute), 'renewable');
  });

  test('is not renewed for a page that nobody touches', () => {
    assert.equal(clock.phaseOf(times, 13 * minute, 0), 'good');
  });

  test('announces its end a minute before', () => {
    assert.equal(clock.phaseOf(times, 14 * minute - 1, 0), 'good');
    assert.equal(clock.phaseOf(times, 14 * minute, 0), 'ending');
    assert.equal(clock.phaseOf(times, 15 * minute, 14 * minute), 'over');
  });

  test('is renewed in its last minute, too, where somebody comes back', () => {
    assert.equal(clock.phaseOf(times, 14.5 * minute, 14.5 * minute), 'renewable');
  });

  test('that cannot last any longer ends, whatever somebody does', () => {
    const last = { ...times, isLast: true };
    assert.equal(clock.phaseOf(last, 14.5 * minute, 14.5 * minute), 'ending');
  });

  test('cannot last any longer where a renewal moved its end by less than the time that went by', () => {
    const isLast = (expiresAt, now) => clock.timesOf(expiresAt, now, undefined, times).isLast;
    assert.equal(isLast(25 * minute, 10 * minute), false);
    assert.equal(isLast(20 * minute, 10 * minute), true);
    assert.equal(isLast(15 * minute, 10 * minute), true);
    assert.equal(isLast(15 * minute, 1_000), false);
  });

  test('ends by the server’s clock where the browser’s is wrong', () => {
    const hour = 60 * minute;
    assert.equal(clock.timesOf(15 * minute, hour, 0, undefined).expiresAt, hour + 15 * minute);
  });
});
