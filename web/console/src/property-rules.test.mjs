import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const { module: rules } = await runnerImport(fileURLToPath(new URL('property-rules.ts', import.meta.url)));

const offlinePin = { ALLOWED_AUTH_METHODS: 'DEVICE,DEVICE:PIN,OFFLINE:PIN', OFFLINE_OTP_LENGTH: '6' };

describe('The rules of properties', () => {
  test('find nothing wrong with the defaults', () => {
    assert.deepEqual([...rules.problemsOf({})], []);
    assert.deepEqual([...rules.warningsOf({})], []);
  });

  for (const [name, least, most] of [
    ['OFFLINE_OTP_LENGTH', 4, 9],
    ['AMOUNT_FAILURES_ALLOWED', 1, 10],
    ['LOCK_DURATION', 30, 86_400],
    ['OFFLINE_SESSION_LIFETIME', 30, 3_600],
    ['AUTHENTICATION_SESSION_LIFETIME', 30, 86_400],
    ['ENROLMENT_LIFETIME', 30, 86_400],
    ['ACTIVATION_CODE_LENGTH', 6, 64],
    ['PIN_LENGTH_MIN', 4, 12],
    ['PIN_LENGTH_MAX', 4, 32],
  ]) {
    test(`take ${name} from ${least} to ${most}, and nothing beside`, () => {
      const isRefused = (value) => rules.problemsOf({ [name]: String(value) }).has(name);
      assert.deepEqual([least - 1, least, most, most + 1].map(isRefused), [true, false, false, true]);
    });
  }

  test('take 0 for the duration of a lock, and for nothing else', () => {
    assert.equal(rules.problemsOf({ LOCK_DURATION: '0' }).size, 0);
    assert.equal(rules.problemsOf({ ENROLMENT_LIFETIME: '0' }).size, 1);
  });

  test('take digits alone for a number', () => {
    for (const value of ['+5', '5.0', '5e0', ' 5', '0x5', '５', '5000000000']) {
      assert.ok(rules.problemsOf({ AMOUNT_FAILURES_ALLOWED: value }).has('AMOUNT_FAILURES_ALLOWED'), value);
    }
  });

  test('ask for the length of one-time passwords where an offline method is allowed', () => {
    const problem = rules.problemsOf({ ...offlinePin, OFFLINE_OTP_LENGTH: '' }).get('OFFLINE_OTP_LENGTH');
    assert.match(problem, /OFFLINE:PIN/);
    assert.equal(rules.problemsOf(offlinePin).size, 0);
  });

  test('let only allowed two-factor methods authorise', () => {
    const problemOf = (value) =>
      rules
        .problemsOf({ ALLOWED_AUTH_METHODS_FOR_AUTH_AND_ACTIVATE: value })
        .get('ALLOWED_AUTH_METHODS_FOR_AUTH_AND_ACTIVATE');
    assert.match(problemOf('DEVICE'), /two-factor/);
    assert.match(problemOf('DEVICE:IOS_FACE_ID'), /not among the allowed/);
    assert.equal(problemOf('DEVICE:PIN'), undefined);
  });

  test('see that a method that authorises was taken out of those that are allowed', () => {
    const values = { ALLOWED_AUTH_METHODS: 'DEVICE', ALLOWED_AUTH_METHODS_FOR_AUTH_AND_ACTIVATE: 'DEVICE:PIN' };
    assert.ok(rules.problemsOf(values).has('ALLOWED_AUTH_METHODS_FOR_AUTH_AND_ACTIVATE'));
  });

  test('want the fewest characters of a PIN not above the most', () => {
    assert.ok(rules.problemsOf({ PIN_LENGTH_MIN: '13' }).has('PIN_LENGTH_MIN'));
    assert.equal(rules.problemsOf({ PIN_LENGTH_MIN: '12' }).size, 0);
  });

  test('warn above 5 failures and above 300 seconds, and not at them', () => {
    const warned = (failures, lifetime) => [
      ...rules.warningsOf({ AMOUNT_FAILURES_ALLOWED: failures, OFFLINE_SESSION_LIFETIME: lifetime }).keys(),
    ];
    assert.deepEqual(warned('5', '300'), []);
    assert.deepEqual(warned('6', '301'), ['AMOUNT_FAILURES_ALLOWED', 'OFFLINE_SESSION_LIFETIME']);
  });

  test('warn where no online method may authorise the offline ones', () => {
    const warnings = rules.warningsOf({ ALLOWED_AUTH_METHODS: 'OFFLINE:PIN', OFFLINE_OTP_LENGTH: '6' });
    assert.ok(warnings.has('ALLOWED_AUTH_METHODS_FOR_AUTH_AND_ACTIVATE'));
  });

  test('send what has changed, and an empty value for what goes back to its default', () => {
    const before = { LOCK_DURATION: '600', PIN_LENGTH_MIN: '6' };
    assert.deepEqual(rules.changesBetween(before, { LOCK_DURATION: '', PIN_LENGTH_MIN: '6' }), { LOCK_DURATION: '' });
  });

  test('show of two changes at once what either of them changed', () => {
    const rows = rules.conflictRows(
      { LOCK_DURATION: '0', PIN_LENGTH_MIN: '4', PIN_LENGTH_MAX: '12' },
      { LOCK_DURATION: '600', PIN_LENGTH_MIN: '4', PIN_LENGTH_MAX: '12' },
      { LOCK_DURATION: '0', PIN_LENGTH_MIN: '6', PIN_LENGTH_MAX: '12' },
    );
    assert.deepEqual(rows, [
      { name: 'LOCK_DURATION', before: '0', theirs: '600', mine: '0' },
      { name: 'PIN_LENGTH_MIN', before: '4', theirs: '4', mine: '6' },
    ]);
  });

  test('say what users notice: methods that go, and fewer failures', () => {
    assert.equal(rules.consequencesOf(offlinePin, offlinePin).length, 0);
    const [methods, failures] = rules.consequencesOf(offlinePin, {
      ...offlinePin,
      ALLOWED_AUTH_METHODS: 'DEVICE,DEVICE:PIN',
      AMOUNT_FAILURES_ALLOWED: '2',
    });
    assert.match(methods, /^OFFLINE:PIN/);
    assert.match(failures, /^Fewer failures/);
  });

  test('find the property at fault in what the server refused', () => {
    const refusal = (code) => ({ kind: 'problem', code, detail: 'PIN_LENGTH_MAX: 33 is not within 4..32' });
    assert.equal(rules.propertyAtFault(refusal('INVALID_CONFIGURATION')).name, 'PIN_LENGTH_MAX');
    assert.equal(rules.propertyAtFault(refusal('MALFORMED_REQUEST')), undefined);
  });
});
