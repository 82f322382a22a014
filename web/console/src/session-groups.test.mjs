import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const { module } = await runnerImport(fileURLToPath(new URL('session-groups.ts', import.meta.url)));

let sequence = 0;
function event(session_id, action, outcome = 'SUCCESS') {
  return { sequence: ++sequence, at: '2026-01-01T00:00:00Z', actor: 'API_KEY', session_id, action, outcome };
}

/** The only group of events that are given the newest first, as the API does. */
function groupOf(...events) {
  const [group, ...others] = module.groupBySession([...events].reverse());
  assert.equal(others.length, 0);
  return group;
}

describe('Sessions from audit events', () => {
  test('come the newest first, each with its events in the order of time, without what is about no session', () => {
    const events = [
      event('a', 'ENROLMENT_CREATED'),
      event('b', 'AUTHENTICATION_BEGUN'),
      event('a', 'ENROLMENT_STARTED'),
    ];
    const groups = module.groupBySession([...events, event(undefined, 'DEVICE_LOCKED')]);
    assert.deepEqual(
      groups.map(({ sessionId, events: own }) => [sessionId, own.map(({ action }) => action)]),
      [
        ['a', ['ENROLMENT_CREATED', 'ENROLMENT_STARTED']],
        ['b', ['AUTHENTICATION_BEGUN']],
      ],
    );
  });

  for (const [action, kind] of [
    ['ENROLMENT_CREATED', 'Enrolment'],
    ['AUTHENTICATION_BEGUN', 'Authentication'],
    ['OFFLINE_AUTHENTICATION_BEGUN', 'Offline authentication'],
    ['ADD_OR_UPDATE_STARTED', 'Adding or changing a method'],
  ]) {
    test(`that begin with ${action} are of the kind “${kind}”`, () => {
      assert.equal(groupOf(event('a', action)).kind, kind);
    });
  }

  test('are completed by a right attempt after wrong ones, which are counted', () => {
    const group = groupOf(
      event('a', 'OFFLINE_AUTHENTICATION_BEGUN'),
      event('a', 'OFFLINE_AUTHENTICATION_ATTEMPTED', 'FAILURE'),
      event('a', 'OFFLINE_AUTHENTICATION_ATTEMPTED'),
    );
    assert.equal(group.state, 'Completed');
    assert.equal(group.failures, 1);
  });

  test('failed where a wrong attempt locked the method', () => {
    const group = groupOf(
      event('a', 'OFFLINE_AUTHENTICATION_BEGUN'),
      event('a', 'OFFLINE_AUTHENTICATION_ATTEMPTED', 'FAILURE'),
      event('a', 'AUTH_METHOD_LOCKED'),
    );
    assert.equal(group.state, 'Failed');
  });

  test('are not cancelled by a cancellation that was refused', () => {
    const begun = event('a', 'OFFLINE_AUTHENTICATION_BEGUN');
    assert.equal(groupOf(begun, event('a', 'OFFLINE_AUTHENTICATION_CANCELLED')).state, 'Cancelled');
    assert.equal(groupOf(begun, event('a', 'OFFLINE_AUTHENTICATION_CANCELLED', 'REFUSED')).state, 'Open or expired');
  });

  test('of an enrolment are completed by the activation that names its device and no session', () => {
    const created = event('a', 'ENROLMENT_CREATED');
    const started = { ...event('a', 'ENROLMENT_STARTED'), device_id: 'phone' };
    const activated = (device_id) => ({ ...event(undefined, 'AUTH_METHOD_ACTIVATED'), device_id });
    assert.equal(groupOf(created).state, 'Open or expired');
    assert.equal(groupOf(created, started).state, 'Started on a phone');
    assert.equal(groupOf(created, started, activated('another phone')).state, 'Started on a phone');
    assert.equal(groupOf(created, started, activated('phone')).state, 'Completed');
  });
});
