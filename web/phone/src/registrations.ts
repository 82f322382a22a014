// The registrations of this phone, kept in IndexedDB. Nothing here is secret: the keys are in the SDK's key store, under
// the same id.
//
// A registration is written down before its activation begins: the server binds an activation code to the first signing
// key that brings it, so a second try has to find the same key store.

import { IndexedDbKeyStore } from '@heliograph/sdk-web';
import { isSameApplication, type Application } from './application.ts';

export interface Registration {
  id: string;
  label: string;
  application: Application;
  activated: boolean;
  /** Milliseconds since 1970. */
  createdAt: number;
}

const databaseName = 'heliograph-phone';
const storeName = 'registrations';

function settled<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function withStore<Value>(
  mode: IDBTransactionMode,
  use: (store: IDBObjectStore) => IDBRequest<Value>,
): Promise<Value> {
  const opening = indexedDB.open(databaseName, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(storeName, { keyPath: 'id' });
  const database = await settled(opening);
  try {
    return await settled(use(database.transaction(storeName, mode, { durability: 'strict' }).objectStore(storeName)));
  } finally {
    database.close();
  }
}

/** In the order in which they were made. */
export async function listRegistrations(): Promise<Registration[]> {
  const all = await withStore<Registration[]>('readonly', (store) => store.getAll());
  return all.sort((one, other) => one.createdAt - other.createdAt);
}

export async function saveRegistration(registration: Registration): Promise<void> {
  await withStore('readwrite', (store) => store.put(registration));
}

/** Forgets the registration and its keys. */
export async function removeRegistration(id: string): Promise<void> {
  await IndexedDbKeyStore.delete(id);
  await withStore('readwrite', (store) => store.delete(id));
}

/** One that waits for its activation: the one begun earlier for this application, or a new one. */
export async function pendingRegistration(application: Application): Promise<Registration> {
  const all = await listRegistrations();
  const begun = all.find((known) => !known.activated && isSameApplication(known.application, application));
  const pending: Registration = begun
    ? { ...begun, application }
    : {
        id: crypto.randomUUID(),
        label: nextLabel(all),
        application,
        activated: false,
        createdAt: Date.now(),
      };
  await saveRegistration(pending);
  return pending;
}

function nextLabel(known: Registration[]): string {
  const labels = new Set(known.map((registration) => registration.label));
  let number = 1;
  while (labels.has(`Registration ${number}`)) number += 1;
  return `Registration ${number}`;
}
