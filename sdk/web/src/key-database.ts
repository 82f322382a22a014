// The IndexedDB database of one registration, "heliograph/<registration>": two object stores with names as keys.
//
//   records   name -> what IndexedDbKeyStore stores under it
//   keys      record-key -> CryptoKey, AES-GCM; signing-key -> CryptoKey, ECDSA P-256
//
// IndexedDB keeps a CryptoKey without telling its bytes to anybody, where it is not extractable.
//
// A transaction ends by itself when its requests are done: nothing but requests may be awaited in one, so what
// WebCrypto has to do is done before or after.

const version = 1;
const stores = ['records', 'keys'] as const;

export type StoreName = (typeof stores)[number];
export type Keyed = Record<StoreName, IDBObjectStore>;

function nameOf(registration: string): string {
  return `heliograph/${registration}`;
}

function resultOf<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export class KeyDatabase {
  readonly #database: IDBDatabase;

  private constructor(database: IDBDatabase) {
    this.#database = database;
    // Else this page would keep another from deleting the registration.
    database.onversionchange = () => database.close();
  }

  static async open(registration: string): Promise<KeyDatabase> {
    const request = indexedDB.open(nameOf(registration), version);
    request.onupgradeneeded = () => {
      for (const store of stores) request.result.createObjectStore(store);
    };
    return new KeyDatabase(await resultOf(request));
  }

  static async delete(registration: string): Promise<void> {
    await resultOf(indexedDB.deleteDatabase(nameOf(registration)));
  }

  async get<Value>(store: StoreName, name: string): Promise<Value | undefined> {
    const transaction = this.#database.transaction(store, 'readonly');
    return resultOf<Value | undefined>(transaction.objectStore(store).get(name));
  }

  /** All that `change` asks for or nothing, on the disk when it returns. `change` makes requests and awaits nothing. */
  async update(change: (stores: Keyed) => void): Promise<void> {
    const transaction = this.#database.transaction(stores, 'readwrite', { durability: 'strict' });
    const finished = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error('the transaction was aborted'));
    });
    try {
      change({ records: transaction.objectStore('records'), keys: transaction.objectStore('keys') });
    } catch (failure) {
      transaction.abort();
      await finished.catch(() => {});
      throw failure;
    }
    await finished;
  }

  close(): void {
    this.#database.close();
  }
}
