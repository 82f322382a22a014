// The key store of a page: what it keeps, and what somebody gets who reads its database.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { IndexedDbKeyStore } from '../src/index.ts';
import { newRegistration } from './phone.ts';

const secret = Uint8Array.from(Buffer.from('a secret of thirty-two bytes, 1!'));
const other = Uint8Array.from(Buffer.from('another secret, of as many bytes'));

const stored = (name: string, value: Uint8Array<ArrayBuffer>) => ({ name, biometric: false, value: value.slice() });
const removed = (name: string) => ({ name, biometric: false });

/** What anybody finds who opens the database: name and value of everything in one of its stores. */
async function contentsOf(registration: string, store: 'records' | 'keys'): Promise<Map<string, unknown>> {
  const request = indexedDB.open(`heliograph/${registration}`);
  const database = await new Promise<IDBDatabase>((resolve) => {
    request.onsuccess = () => resolve(request.result);
  });
  const contents = new Map<string, unknown>();
  await new Promise<void>((resolve) => {
    const cursor = database.transaction(store).objectStore(store).openCursor();
    cursor.onsuccess = () => {
      if (!cursor.result) return resolve();
      contents.set(String(cursor.result.key), cursor.result.value);
      cursor.result.continue();
    };
  });
  database.close();
  return contents;
}

async function putRecord(registration: string, name: string, value: unknown): Promise<void> {
  const request = indexedDB.open(`heliograph/${registration}`);
  const database = await new Promise<IDBDatabase>((resolve) => {
    request.onsuccess = () => resolve(request.result);
  });
  const transaction = database.transaction('records', 'readwrite');
  transaction.objectStore('records').put(value, name);
  await new Promise((resolve) => {
    transaction.oncomplete = resolve;
  });
  database.close();
}

test('What is committed is read, in a new page, too, and what is removed is not found', async () => {
  const registration = newRegistration();
  const store = await IndexedDbKeyStore.open(registration);
  await store.commit([stored('methods/offline-pin/otp-key', secret), stored('registration', other)]);
  const reopened = await IndexedDbKeyStore.open(registration);
  assert.deepEqual(await reopened.read('methods/offline-pin/otp-key'), secret);
  await reopened.commit([removed('registration'), removed('was-never-there')]);
  await assert.rejects(store.read('registration'), { kind: 'NOT_FOUND' });
});

test('Two registrations know nothing of each other', async () => {
  const first = await IndexedDbKeyStore.open(newRegistration());
  const second = await IndexedDbKeyStore.open(newRegistration());
  await first.commit([stored('registration', secret)]);
  await assert.rejects(second.read('registration'), { kind: 'NOT_FOUND' });
});

test('A name that is none is refused, and nothing of its commit is kept', async () => {
  const store = await IndexedDbKeyStore.open(newRegistration());
  for (const bad of ['', 'Upper', 'a b', '../a', 'a'.repeat(65)]) {
    await assert.rejects(store.commit([stored('good', secret), stored(bad, other)]), { kind: 'UNAVAILABLE' });
  }
  await assert.rejects(store.read('good'), { kind: 'NOT_FOUND' });
});

test('Where one change of a commit fails none is kept', async (context: TestContext) => {
  const store = await IndexedDbKeyStore.open(newRegistration());
  await store.commit([stored('first', secret), stored('third', secret)]);
  const put = IDBObjectStore.prototype.put;
  function putUnlessSecond(this: IDBObjectStore, value: unknown, name: string): IDBRequest<IDBValidKey> {
    if (name === 'second') throw new DOMException('no space', 'QuotaExceededError');
    return put.call(this, value, name);
  }
  const failing = context.mock.method(IDBObjectStore.prototype, 'put', putUnlessSecond);
  const changes = [stored('first', other), removed('third'), stored('second', other)];
  await assert.rejects(store.commit(changes), { kind: 'UNAVAILABLE' });
  failing.mock.restore();
  assert.deepEqual(await store.read('first'), secret);
  assert.deepEqual(await store.read('third'), secret);
  await assert.rejects(store.read('second'), { kind: 'NOT_FOUND' });
});

test('A commit is one transaction that is on the disk when it returns', async (context: TestContext) => {
  const store = await IndexedDbKeyStore.open(newRegistration());
  const begun = context.mock.method(IDBDatabase.prototype, 'transaction');
  await store.commit([stored('first', secret), stored('second', other)]);
  const writing = begun.mock.calls.filter((call) => call.arguments[1] === 'readwrite');
  assert.equal(writing.length, 1);
  assert.deepEqual(writing[0]?.arguments[2], { durability: 'strict' });
});

test('The database shows no record in the clear, and none twice in the same way', async () => {
  const registration = newRegistration();
  const store = await IndexedDbKeyStore.open(registration);
  await store.commit([stored('first', secret), stored('second', secret)]);
  const records = [...(await contentsOf(registration, 'records')).values()] as { ciphertext: ArrayBuffer }[];
  const ciphertexts = records.map(({ ciphertext }) => Buffer.from(ciphertext));
  assert.equal(ciphertexts.length, 2);
  for (const ciphertext of ciphertexts) assert.equal(ciphertext.includes(Buffer.from(secret)), false);
  assert.notDeepEqual(ciphertexts[0], ciphertexts[1]);
});

test('The keys are used by the page and read by nobody', async () => {
  const registration = newRegistration();
  const store = await IndexedDbKeyStore.open(registration);
  await store.createSigningKey();
  const keys = await contentsOf(registration, 'keys');
  assert.deepEqual([...keys.keys()].sort(), ['record-key', 'signing-key']);
  for (const key of keys.values()) {
    assert.ok(key instanceof CryptoKey);
    assert.equal(key.extractable, false);
    for (const format of ['raw', 'pkcs8', 'jwk'] as const) await assert.rejects(crypto.subtle.exportKey(format, key));
  }
});

test('A record that was altered, or put in the place of another, is refused', async () => {
  const registration = newRegistration();
  const store = await IndexedDbKeyStore.open(registration);
  await store.commit([stored('first', secret), stored('second', other)]);
  const records = await contentsOf(registration, 'records');
  await putRecord(registration, 'second', records.get('first'));
  await assert.rejects(store.read('second'), { kind: 'UNAVAILABLE' });

  const first = records.get('first') as { ciphertext: ArrayBuffer };
  const altered = new Uint8Array(first.ciphertext.slice(0));
  altered[0] = (altered[0] ?? 0) ^ 1;
  await putRecord(registration, 'first', { ...first, ciphertext: altered.buffer });
  await assert.rejects(store.read('first'), { kind: 'UNAVAILABLE' });
});

test('Records without their key are worth nothing', async () => {
  const registration = newRegistration();
  const store = await IndexedDbKeyStore.open(registration);
  await store.commit([stored('first', secret)]);
  const elsewhere = newRegistration();
  const copied = await IndexedDbKeyStore.open(elsewhere);
  await putRecord(elsewhere, 'first', (await contentsOf(registration, 'records')).get('first'));
  await assert.rejects(copied.read('first'), { kind: 'UNAVAILABLE' });
});

test('A signature is r || s under the newest signing key', async () => {
  const store = await IndexedDbKeyStore.open(newRegistration());
  const message = Uint8Array.from([1, 2, 3]);
  await assert.rejects(store.sign(message), { kind: 'NOT_FOUND' });
  const replaced = await store.createSigningKey();
  const point = await store.createSigningKey();
  assert.equal(point.length, 65);
  assert.notDeepEqual(point, replaced);
  const signature = await store.sign(message);
  assert.equal(signature.length, 64);
  const verifies = async (bytes: Uint8Array): Promise<boolean> => {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
    const key = await crypto.subtle.importKey('raw', Uint8Array.from(bytes), algorithm, false, ['verify']);
    const parameters = { name: 'ECDSA', hash: 'SHA-256' };
    return crypto.subtle.verify(parameters, key, Uint8Array.from(signature), message);
  };
  assert.equal(await verifies(point), true);
  assert.equal(await verifies(replaced), false);
});

test('Clearing removes every record and the signing key, and makes what was copied before unreadable', async () => {
  const registration = newRegistration();
  const store = await IndexedDbKeyStore.open(registration);
  await store.commit([stored('first', secret)]);
  await store.createSigningKey();
  const copy = (await contentsOf(registration, 'records')).get('first');
  await store.clear();
  await assert.rejects(store.read('first'), { kind: 'NOT_FOUND' });
  await assert.rejects(store.sign(Uint8Array.from([1])), { kind: 'NOT_FOUND' });
  await putRecord(registration, 'first', copy);
  await assert.rejects(store.read('first'), { kind: 'UNAVAILABLE' });
  await store.commit([stored('first', other)]);
  assert.deepEqual(await store.read('first'), other);
});

test('A deleted registration is gone, and the pages that had it open fail', async () => {
  const registration = newRegistration();
  const store = await IndexedDbKeyStore.open(registration);
  await store.commit([stored('first', secret)]);
  await IndexedDbKeyStore.delete(registration);
  await assert.rejects(store.read('first'), { kind: 'UNAVAILABLE' });
  const fresh = await IndexedDbKeyStore.open(registration);
  await assert.rejects(fresh.read('first'), { kind: 'NOT_FOUND' });
});

test('Two pages that open a new registration at the same time agree on its key', async () => {
  const registration = newRegistration();
  const [first, second] = await Promise.all([
    IndexedDbKeyStore.open(registration),
    IndexedDbKeyStore.open(registration),
  ]);
  await first.commit([stored('first', secret)]);
  assert.deepEqual(await second.read('first'), secret);
});

test('Without WebAuthn there are no biometrics, and no record is kept with less than was asked for', async () => {
  const store = await IndexedDbKeyStore.open(newRegistration());
  assert.equal(store.hasBiometrics(), false);
  const change = { name: 'methods/offline-ios-face-id/otp-key', biometric: true, value: secret.slice() };
  await assert.rejects(store.commit([change]), { kind: 'UNAVAILABLE' });
  await assert.rejects(store.read(change.name), { kind: 'NOT_FOUND' });
});
