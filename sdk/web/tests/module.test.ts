// What is left of a PIN in the module's memory, and what happens when the module ends.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type Controller, ModuleFailure } from '../src/index.ts';
import { MemoryKeyStore } from './memory-key-store.ts';
import { newPhone } from './phone.ts';
import { maskedBy, registrationRecord } from './registration-record.ts';
import { readVectors, type Vector } from './vectors.ts';

const pin = '91827364554637281900918273645546';
const vector = readVectors().find(({ auth_method }) => auth_method === 'OFFLINE_PIN') as Vector;

function keyStore(): MemoryKeyStore {
  return new MemoryKeyStore({
    registration: registrationRecord(vector.device_id, 'OFFLINE_PIN'),
    'methods/offline-pin/data-key': Buffer.from(vector.data_key, 'hex'),
    'methods/offline-pin/otp-key': maskedBy(pin, Buffer.from(vector.otp_key, 'hex')),
  });
}

/** A phone, and the memory of its module. */
async function phoneWithMemory(context: TestContext): Promise<{ phone: Controller; memory: WebAssembly.Memory }> {
  const instantiated = context.mock.method(WebAssembly, 'instantiate');
  const phone = await newPhone({ keyStore: keyStore(), transport: null });
  const result = (await instantiated.mock.calls[0]?.result) as unknown as WebAssembly.WebAssemblyInstantiatedSource;
  instantiated.mock.restore();
  const memory = Object.values(result.instance.exports).find((value) => value instanceof WebAssembly.Memory);
  return { phone, memory: memory as WebAssembly.Memory };
}

test('Neither the PIN nor a key nor the password is in the memory after the calls', async (context: TestContext) => {
  const { phone, memory } = await phoneWithMemory(context);
  // Their second halves: what frees memory writes into its first bytes.
  const holds = (bytes: Buffer): boolean => Buffer.from(memory.buffer).includes(bytes.subarray(bytes.length / 2));
  await phone.startOfflineAuthentication(vector.verification_data);
  assert.ok(holds(Buffer.from(vector.context)), 'the test looks in the wrong place');
  const { oneTimePassword } = await phone.finishOfflineAuthentication({ method: 'OFFLINE_PIN', pin });
  assert.equal(oneTimePassword, vector.otp);
  assert.equal(holds(Buffer.from(pin)), false);
  assert.equal(holds(Buffer.from(vector.data_key, 'hex')), false);
  assert.equal(holds(Buffer.from(vector.otp_key, 'hex')), false);
  assert.equal(holds(Buffer.from(`"${oneTimePassword}"`)), false);
});

// What a call is rejected with in the middle of it, and what all later ones are.
async function assertEnded(phone: Controller, call: Promise<unknown>): Promise<void> {
  await assert.rejects(call, ModuleFailure);
  await assert.rejects(phone.isActivated(), ModuleFailure);
  await assert.rejects(phone.startOfflineAuthentication(vector.verification_data), ModuleFailure);
  const next = await newPhone({ keyStore: keyStore(), transport: null });
  assert.equal(await next.isActivated(), true);
}

test('Where there is no memory the call is rejected, and every later one', async (context: TestContext) => {
  const { phone, memory } = await phoneWithMemory(context);
  await phone.startOfflineAuthentication(vector.verification_data);
  memory.grow = () => {
    throw new RangeError('no memory');
  };
  await assertEnded(phone, phone.finishOfflineAuthentication({ method: 'OFFLINE_PIN', pin }));
});

test('Where the browser has no randomness the call is rejected, and every later one', async (context: TestContext) => {
  const phone = await newPhone({ keyStore: keyStore(), transport: { exchange: async () => new Uint8Array(1) } });
  const point = await new MemoryKeyStore().createSigningKey();
  await phone.loadConfig(
    JSON.stringify({
      service_url: 'https://auth.example.org',
      application_id: vector.device_id,
      channel_public_key: Buffer.from(point).toString('hex'),
    }),
  );
  const random = context.mock.method(crypto, 'getRandomValues', () => {
    throw new Error('no randomness');
  });
  const ended = phone.startAddOrUpdate();
  await assert.rejects(ended, ModuleFailure);
  random.mock.restore();
  await assertEnded(phone, phone.startAddOrUpdate());
});

test('A module that cannot be read is a ModuleFailure', async () => {
  await assert.rejects(newPhone({ keyStore: keyStore(), wasm: new Uint8Array([1, 2, 3]) }), ModuleFailure);
});
