import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const { module: rules } = await runnerImport(fileURLToPath(new URL('configuration-properties.ts', import.meta.url)));

const number = { name: 'COUNT', type: 'NUMBER', default: '3', minimum: 2, maximum: 10, zero_allowed: false };
const duration = { ...number, name: 'DURATION', default: '0', minimum: 30, maximum: 90, unit: 'seconds', zero_allowed: true };
const choice = { name: 'KIND', type: 'CHOICE', default: 'ROUND', choices: ['ROUND', 'SQUARE'] };

describe('The properties of an application', () => {
  test('are right within the bounds that the server gave, and nowhere else', () => {
    const isRefused = (value) => rules.problemsOf([number], { COUNT: String(value) }).has('COUNT');
    assert.deepEqual([0, 1, 2, 10, 11].map(isRefused), [true, true, false, false, true]);
  });

  test('may be 0 besides if the server says so', () => {
    assert.equal(rules.problemsOf([duration], { DURATION: '0' }).size, 0);
  });

  test('are digits alone if they are numbers', () => {
    for (const value of ['+5', '5.0', '5e0', ' 5', '0x5', '５', '5000000000']) {
      assert.ok(rules.problemsOf([number], { COUNT: value }).has('COUNT'), value);
    }
  });

  test('may be left empty, for the default', () => {
    assert.equal(rules.problemsOf([number, choice], { COUNT: '' }).size, 0);
  });

  test('say their bounds and their default in words', () => {
    assert.equal(rules.boundsOf(number), '2 to 10');
    assert.equal(rules.boundsOf(duration), '0, or 30 to 90 seconds');
    assert.equal(rules.defaultOf({ ...choice, default: 'A,B' }), 'A, B');
    assert.equal(rules.defaultOf({ ...choice, default: '' }), 'none');
    assert.equal(rules.defaultOf({ ...choice, default: '', default_note: 'A if it is allowed' }), 'A if it is allowed');
  });

  test('are warned of above the number from which the server warns, and not at it', () => {
    const warned = { ...number, warning: { above: 5, reason: 'nobody allows more' } };
    assert.equal(rules.warningOf(warned, '5'), undefined);
    assert.equal(rules.warningOf(warned, '6'), 'Above 5: nobody allows more.');
    assert.equal(rules.warningOf(number, '9'), undefined);
  });

  test('are sent if they have changed, and empty if they go back to their default', () => {
    const before = { DURATION: '600', COUNT: '6' };
    assert.deepEqual(rules.changesBetween(before, { DURATION: '', COUNT: '6' }), { DURATION: '' });
    assert.deepEqual(rules.changesBetween(before, { COUNT: '6' }), { DURATION: '' });
  });

  test('are shown side by side if either of two changes at once touched them', () => {
    const rows = rules.conflictRows(
      [number, duration, choice],
      { COUNT: '4', DURATION: '0', KIND: 'ROUND' },
      { COUNT: '4', DURATION: '600', KIND: 'ROUND' },
      { COUNT: '6', DURATION: '0', KIND: 'ROUND' },
    );
    assert.deepEqual(rows, [
      { property: number, before: '4', theirs: '4', mine: '6' },
      { property: duration, before: '0', theirs: '600', mine: '0' },
    ]);
  });

  test('are told by the name at the beginning of what the server warns of', () => {
    const warnings = rules.sentencesByProperty(['COUNT: 7 is above 5: nobody allows more.', 'Something else.']);
    assert.deepEqual([...warnings], [['COUNT', '7 is above 5: nobody allows more.']]);
  });

  test('are told by the name at the beginning of what the server refused', () => {
    const failure = { kind: 'problem', code: 'INVALID_CONFIGURATION', detail: 'COUNT: 33 is not within 2..10' };
    assert.deepEqual([...rules.refusalsIn(failure)], [['COUNT', 'The server says: 33 is not within 2..10.']]);
    assert.equal(rules.refusalsIn({ ...failure, code: 'MALFORMED_REQUEST' }).size, 0);
    assert.equal(rules.refusalsIn({ kind: 'network', detail: 'The server cannot be reached.' }).size, 0);
    assert.equal(rules.refusalsIn(undefined).size, 0);
  });
});
