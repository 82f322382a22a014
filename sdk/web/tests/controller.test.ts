// A phone in this process and a server in another: every call of the controller.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Controller, type ErrorName, HeliographError, IndexedDbKeyStore } from '../src/index.ts';
import { MemoryKeyStore } from './memory-key-store.ts';
import { newPhone, newRegistration } from './phone.ts';
import { Server } from './server.ts';

const pin = '2580';
const wrongPin = '2581';
const context = 'Pay 12.34 EUR\nto Green Energy Co-op ☀️';

let server: Server;
before(async () => {
  server = await Server.start();
});
after(() => server.stop());

interface Enrolled {
  phone: Controller;
  deviceId: string;
}

async function enrol(phone: Controller): Promise<Enrolled> {
  await phone.loadConfig(server.phoneConfiguration);
  const enrolment = await server.newEnrolment(newRegistration());
  await phone.startActivation(String(enrolment['activation_code']));
  await phone.finishActivation({ method: 'DEVICE_PIN', pin });
  const completed = await server.call('GET', `/enrolments/${String(enrolment['id'])}`);
  return { phone, deviceId: String(completed['device_id']) };
}

async function addOfflinePin(phone: Controller): Promise<void> {
  await phone.startAddOrUpdate();
  await phone.finishAddOrUpdate({ method: 'DEVICE_PIN', pin }, { method: 'OFFLINE_PIN', pin });
}

async function enrolWithBothPins(phone: Controller): Promise<Enrolled> {
  const enrolled = await enrol(phone);
  await addOfflinePin(phone);
  return enrolled;
}

function beginOffline(deviceId: string): Promise<Record<string, unknown>> {
  return server.post('/offline-authentications', { device_id: deviceId, auth_method: 'OFFLINE_PIN', context });
}

function failsWith(code: ErrorName, number: number, isRecoverable: boolean, remainingAttempts?: number) {
  return (failure: unknown): boolean => {
    assert.ok(failure instanceof HeliographError, String(failure));
    const { detail } = failure;
    assert.notEqual(detail, '');
    assert.deepEqual(
      [failure.code, failure.number, failure.isRecoverable, failure.remainingAttempts],
      [code, number, isRecoverable, remainingAttempts],
    );
    return true;
  };
}

test('A phone is enrolled with the methods and the PIN rules that the application allows', async () => {
  const phone = await newPhone();
  await phone.loadConfig(server.phoneConfiguration);
  assert.equal(await phone.isActivated(), false);
  const enrolment = await server.newEnrolment('customer 1');
  const started = await phone.startActivation(String(enrolment['activation_code']));
  assert.ok(started.authMethods.includes('DEVICE_PIN'));
  assert.ok(started.authMethods.every((method) => method.startsWith('DEVICE')));
  assert.deepEqual(Object.keys(started.pinRules).sort(), ['maxLength', 'minLength', 'type']);
  await phone.finishActivation({ method: 'DEVICE_PIN', pin });
  assert.equal(await phone.isActivated(), true);
  assert.deepEqual(await phone.activatedAuthMethods(), ['DEVICE_PIN']);
  const completed = await server.call('GET', `/enrolments/${String(enrolment['id'])}`);
  assert.equal(completed['status'], 'COMPLETED');
});

test('A method that was added offline makes a password that the server accepts', async () => {
  const { phone, deviceId } = await enrol(await newPhone());
  const started = await phone.startAddOrUpdate();
  assert.deepEqual(started.authorisingMethods, ['DEVICE_PIN']);
  assert.ok(started.authMethods.includes('OFFLINE_PIN'));
  await phone.finishAddOrUpdate({ method: 'DEVICE_PIN', pin }, { method: 'OFFLINE_PIN', pin });

  const session = await beginOffline(deviceId);
  const opened = await phone.startOfflineAuthentication(String(session['verification_data']));
  assert.equal(opened.context, context);
  assert.equal(opened.authMethod, 'OFFLINE_PIN');
  const { oneTimePassword } = await phone.finishOfflineAuthentication({ method: 'OFFLINE_PIN', pin });
  const verified = await server.post(`/offline-authentications/${String(session['id'])}/verify`, {
    otp: oneTimePassword,
  });
  assert.equal(verified['result'], 'SUCCESS');
});

test('A wrong PIN offline makes a password all the same, and the server refuses it', async () => {
  const { phone, deviceId } = await enrolWithBothPins(await newPhone());
  const session = await beginOffline(deviceId);
  await phone.startOfflineAuthentication(String(session['verification_data']));
  const { oneTimePassword } = await phone.finishOfflineAuthentication({ method: 'OFFLINE_PIN', pin: wrongPin });
  const verified = await server.post(`/offline-authentications/${String(session['id'])}/verify`, {
    otp: oneTimePassword,
  });
  assert.equal(verified['result'], 'FAILURE');
});

test('Offline calls need neither a transport nor a configuration, and survive a new page', async () => {
  const registration = newRegistration();
  const { deviceId } = await enrolWithBothPins(await newPhone({ registration }));
  const session = await beginOffline(deviceId);
  const offline = await newPhone({ registration, transport: null });
  assert.deepEqual(await offline.activatedAuthMethods(), ['DEVICE_PIN', 'OFFLINE_PIN']);
  await offline.startOfflineAuthentication(` ${String(session['verification_data'])}\n`);
  const { oneTimePassword } = await offline.finishOfflineAuthentication({ method: 'OFFLINE_PIN', pin });
  const verified = await server.post(`/offline-authentications/${String(session['id'])}/verify`, {
    otp: oneTimePassword,
  });
  assert.equal(verified['result'], 'SUCCESS');
});

test('Without a transport an online call fails with 301', async () => {
  const phone = await newPhone({ transport: null });
  await phone.loadConfig(server.phoneConfiguration);
  await assert.rejects(phone.startActivation('12345678'), failsWith('NETWORK_UNAVAILABLE', 301, true));
});

test('An authentication is shown, agreed to after a wrong PIN, and done', async () => {
  const { phone, deviceId } = await enrol(await newPhone());
  const session = await server.post('/authentications', {
    device_id: deviceId,
    auth_methods: ['DEVICE_PIN'],
    context_title: 'Payment',
    context,
  });
  const started = await phone.startAuthentication();
  assert.equal(started.contextTitle, 'Payment');
  assert.equal(started.context, context);
  assert.deepEqual(started.authMethods, ['DEVICE_PIN']);
  await assert.rejects(
    phone.finishAuthentication({ method: 'DEVICE_PIN', pin: wrongPin }),
    (failure: HeliographError) => {
      assert.equal(failure.number, 214);
      assert.equal(failure.isRecoverable, true);
      assert.ok((failure.remainingAttempts ?? 0) > 0);
      return true;
    },
  );
  await phone.finishAuthentication({ method: 'DEVICE_PIN', pin });
  const completed = await server.call('GET', `/authentications/${String(session['id'])}`);
  assert.equal(completed['status'], 'COMPLETED');
});

test('An authentication that is refused on the phone is cancelled at the server', async () => {
  const { phone, deviceId } = await enrol(await newPhone());
  const session = await server.post('/authentications', { device_id: deviceId, auth_methods: ['DEVICE_PIN'], context });
  await phone.startAuthentication();
  await phone.cancelSession();
  const cancelled = await server.call('GET', `/authentications/${String(session['id'])}`);
  assert.equal(cancelled['status'], 'CANCELLED');
});

test('Where nothing is to be answered an authentication does not start: 208', async () => {
  const { phone } = await enrol(await newPhone());
  await assert.rejects(phone.startAuthentication(), failsWith('NO_SESSION', 208, false));
});

test('A wrong activation code is 208, one that breaks the format 105', async () => {
  const phone = await newPhone();
  await phone.loadConfig(server.phoneConfiguration);
  await assert.rejects(phone.startActivation('00000000'), failsWith('NO_SESSION', 208, false));
  await assert.rejects(phone.startActivation('no code'), failsWith('INVALID_INPUT_FORMAT', 105, true));
  await assert.rejects(phone.startActivation(''), failsWith('INVALID_INPUT_FORMAT', 105, true));
});

test('A configuration with a fault is 105 and names the member', async () => {
  const phone = await newPhone();
  await assert.rejects(phone.loadConfig('{'), failsWith('INVALID_INPUT_FORMAT', 105, true));
  const unknown = JSON.stringify({ ...JSON.parse(server.phoneConfiguration), 'päss\u0000word': 1 });
  await assert.rejects(phone.loadConfig(unknown), /päss/);
});

test('Verification data that is none is 105, for a phone without registration 106, for another phone 311', async () => {
  const { phone, deviceId } = await enrolWithBothPins(await newPhone());
  const other = await enrolWithBothPins(await newPhone());
  const fresh = await newPhone();
  const session = await beginOffline(deviceId);
  const data = String(session['verification_data']);
  await assert.rejects(phone.startOfflineAuthentication('no digits'), failsWith('INVALID_INPUT_FORMAT', 105, true));
  await assert.rejects(phone.startOfflineAuthentication('٣'.repeat(90)), failsWith('INVALID_INPUT_FORMAT', 105, true));
  await assert.rejects(fresh.startOfflineAuthentication(data), failsWith('NOT_ACTIVATED', 106, false));
  await assert.rejects(other.phone.startOfflineAuthentication(data), failsWith('NOT_FOR_THIS_DEVICE', 311, false));
});

test('A method whose name is unknown is 105, and the operation stays open', async () => {
  const { phone, deviceId } = await enrolWithBothPins(await newPhone());
  const session = await beginOffline(deviceId);
  await phone.startOfflineAuthentication(String(session['verification_data']));
  const unknown = { method: 'OFFLINE_VOICE' as 'OFFLINE_PIN', pin };
  await assert.rejects(phone.finishOfflineAuthentication(unknown), failsWith('INVALID_INPUT_FORMAT', 105, true));
  await phone.finishOfflineAuthentication({ method: 'OFFLINE_PIN', pin });
});

test('A PIN that breaks the rules is 105, an empty and a missing one, too', async () => {
  const { phone, deviceId } = await enrolWithBothPins(await newPhone());
  const session = await beginOffline(deviceId);
  await phone.startOfflineAuthentication(String(session['verification_data']));
  for (const bad of ['1', 'abcd', '', '☀️☀️☀️☀️']) {
    const finished = phone.finishOfflineAuthentication({ method: 'OFFLINE_PIN', pin: bad });
    await assert.rejects(finished, failsWith('INVALID_INPUT_FORMAT', 105, true));
  }
  const withoutPin = phone.finishOfflineAuthentication({ method: 'OFFLINE_PIN' });
  await assert.rejects(withoutPin, failsWith('INVALID_INPUT_FORMAT', 105, true));
});

test('A start while an operation is open, and a finish without one, are 110', async () => {
  const { phone } = await enrol(await newPhone());
  await assert.rejects(
    phone.finishOfflineAuthentication({ method: 'OFFLINE_PIN', pin }),
    failsWith('WRONG_STATE', 110, false),
  );
  await phone.startAddOrUpdate();
  await assert.rejects(phone.startAddOrUpdate(), failsWith('WRONG_STATE', 110, false));
  await phone.cancelSession();
  await phone.startAddOrUpdate();
});

test('Calls that are made at the same time are done one after the other, in their order', async () => {
  const keyStore = new MemoryKeyStore();
  const phone = await newPhone({ keyStore });
  const enrolment = await server.newEnrolment('customer at once');
  const done: string[] = [];
  const noted = async (name: string, call: Promise<unknown>): Promise<void> => {
    await call;
    done.push(name);
  };
  await Promise.all([
    noted('load', phone.loadConfig(server.phoneConfiguration)),
    noted('start', phone.startActivation(String(enrolment['activation_code']))),
    noted('finish', phone.finishActivation({ method: 'DEVICE_PIN', pin })),
    noted('look', phone.activatedAuthMethods()),
    noted('start adding', phone.startAddOrUpdate()),
    noted('add', phone.finishAddOrUpdate({ method: 'DEVICE_PIN', pin }, { method: 'OFFLINE_PIN', pin })),
  ]);
  assert.deepEqual(done, ['load', 'start', 'finish', 'look', 'start adding', 'add']);
  assert.equal(keyStore.mostBusy, 1);
});

test('A call that fails does not hold up those behind it', async () => {
  const phone = await newPhone();
  const [failed, activated] = await Promise.allSettled([phone.startActivation('12345678'), phone.isActivated()]);
  assert.equal(failed.status, 'rejected');
  assert.deepEqual(activated, { status: 'fulfilled', value: false });
});

test('Two phones in one page work at the same time', async () => {
  const [first, second] = await Promise.all([
    enrolWithBothPins(await newPhone()),
    enrolWithBothPins(await newPhone()),
  ]);
  assert.notEqual(first.deviceId, second.deviceId);
});

test('A key store that fails is 321, one that others can read 322, and the next call is served', async () => {
  const keyStore = new MemoryKeyStore();
  const { phone } = await enrol(await newPhone({ keyStore }));
  keyStore.failure = 'UNAVAILABLE';
  await assert.rejects(phone.activatedAuthMethods(), failsWith('KEY_STORE_UNAVAILABLE', 321, false));
  keyStore.failure = 'INSECURE';
  await assert.rejects(phone.activatedAuthMethods(), failsWith('KEY_STORE_INSECURE', 322, false));
  keyStore.failure = undefined;
  assert.deepEqual(await phone.activatedAuthMethods(), ['DEVICE_PIN']);
});

test('What the application has changed since is known with the next method, and kept', async () => {
  const registration = newRegistration();
  const { phone } = await enrol(await newPhone({ registration }));
  await server.changeConfiguration({ PIN_LENGTH_MIN: '6' });
  try {
    const started = await phone.startAddOrUpdate();
    assert.equal(started.pinRules.minLength, 6);
    const tooShort = phone.finishAddOrUpdate({ method: 'DEVICE_PIN', pin }, { method: 'OFFLINE_PIN', pin });
    await assert.rejects(tooShort, failsWith('INVALID_INPUT_FORMAT', 105, true));
    await phone.finishAddOrUpdate({ method: 'DEVICE_PIN', pin }, { method: 'OFFLINE_PIN', pin: '258025' });
  } finally {
    await server.changeConfiguration({ PIN_LENGTH_MIN: '4' });
  }
  assert.deepEqual(await phone.activatedAuthMethods(), ['DEVICE_PIN', 'OFFLINE_PIN']);
});

test('A method is removed here and at the server', async () => {
  const { phone, deviceId } = await enrolWithBothPins(await newPhone());
  await phone.deactivateAuthMethod('OFFLINE_PIN', false);
  assert.deepEqual(await phone.activatedAuthMethods(), ['DEVICE_PIN']);
  const device = await server.call('GET', `/devices/${deviceId}`);
  assert.doesNotMatch(JSON.stringify(device), /OFFLINE_PIN/);
  await assert.rejects(phone.deactivateAuthMethod('OFFLINE_PIN', false), failsWith('METHOD_NOT_ALLOWED', 129, false));
});

test('A phone that is deactivated is told to the server, keeps nothing, and can be enrolled again', async () => {
  const registration = newRegistration();
  const { phone } = await enrolWithBothPins(await newPhone({ registration }));
  await phone.deactivate(false);
  assert.equal(await phone.isActivated(), false);
  const keyStore = await IndexedDbKeyStore.open(registration);
  await assert.rejects(keyStore.read('registration'), /NOT_FOUND/);
  await enrol(phone);
  assert.equal(await phone.isActivated(), true);
});

test('Deactivating here alone works without a network', async () => {
  const registration = newRegistration();
  await enrol(await newPhone({ registration }));
  const offline = await newPhone({ registration, transport: null });
  await offline.deactivate(true);
  assert.equal(await offline.isActivated(), false);
});
