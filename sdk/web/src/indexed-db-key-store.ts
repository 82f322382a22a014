// A KeyStore for browsers, on IndexedDB and WebCrypto.
//
// Every record is encrypted with a key that WebCrypto lets nobody read, and which is made with the database; the
// signing key is such a key, too. So a copy of the records alone is worth nothing, and a script in the page can use the
// keys while it runs, but cannot take them away. A copy of the whole browser profile is worth all of it: the browser
// keeps the keys in its files, without hardware. Biometric records are encrypted with a key of biometric-key.ts,
// besides.
//
// A browser may throw away what it keeps for a page when it needs the space: ask navigator.storage.persist().

import {
  type BiometricKeyReference,
  canMakeBiometricKeys,
  makeBiometricKey,
  useBiometricKey,
} from './biometric-key.ts';
import { type KeyStore, type KeyStoreChange, KeyStoreFailure } from './key-store.ts';
import { KeyDatabase } from './key-database.ts';
import { generateRecordKey, openRecord, type SealedRecord, sealRecord } from './record-cipher.ts';

const recordKeyName = 'record-key';
const signingKeyName = 'signing-key';
const recordName = /^[a-z0-9/-]{1,64}$/;

interface StoredRecord extends SealedRecord {
  /** What is sealed is sealed for a biometric key before: with this nonce. */
  readonly biometric?: BiometricKeyReference & { readonly nonce: Uint8Array<ArrayBuffer> };
}

async function failingAs<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (failure) {
    if (failure instanceof KeyStoreFailure) throw failure;
    throw new KeyStoreFailure('UNAVAILABLE', { cause: failure });
  }
}

export class IndexedDbKeyStore implements KeyStore {
  readonly #database: KeyDatabase;
  readonly #registration: string;
  readonly #biometrics: boolean;

  private constructor(database: KeyDatabase, registration: string, biometrics: boolean) {
    this.#database = database;
    this.#registration = registration;
    this.#biometrics = biometrics;
  }

  /** `registration` is a name of the page's choice: one for each registration on this device. */
  static open(registration: string): Promise<IndexedDbKeyStore> {
    return failingAs(async () => {
      const database = await KeyDatabase.open(registration);
      const biometrics = await canMakeBiometricKeys();
      // Where another page was first its key stays.
      const key = await generateRecordKey();
      await database.update(({ keys }) => {
        const present = keys.count(recordKeyName);
        present.onsuccess = () => {
          if (present.result === 0) keys.put(key, recordKeyName);
        };
      });
      return new IndexedDbKeyStore(database, registration, biometrics);
    });
  }

  /** Removes the registration with all keys. Pages that have it open lose it. */
  static delete(registration: string): Promise<void> {
    return failingAs(() => KeyDatabase.delete(registration));
  }

  commit(changes: readonly KeyStoreChange[]): Promise<void> {
    return failingAs(async () => {
      const key = await this.#recordKey();
      const sealed: { name: string; record?: StoredRecord }[] = [];
      for (const change of changes) {
        if (!recordName.test(change.name)) throw new KeyStoreFailure('UNAVAILABLE');
        sealed.push(
          change.value
            ? { name: change.name, record: await this.#seal(key, change.name, change.value, change.biometric) }
            : { name: change.name },
        );
      }
      await this.#database.update(({ records }) => {
        for (const { name, record } of sealed) {
          if (record) records.put(record, name);
          else records.delete(name);
        }
      });
    });
  }

  read(name: string): Promise<Uint8Array> {
    return failingAs(async () => {
      const record = await this.#database.get<StoredRecord>('records', name);
      if (!record) throw new KeyStoreFailure('NOT_FOUND');
      const value = await openRecord(await this.#recordKey(), name, record);
      return record.biometric ? this.#openBiometric(name, value, record.biometric) : value;
    });
  }

  hasBiometrics(): boolean {
    return this.#biometrics;
  }

  createSigningKey(): Promise<Uint8Array> {
    return failingAs(async () => {
      const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
      const pair = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);
      const point = await crypto.subtle.exportKey('raw', pair.publicKey);
      await this.#database.update(({ keys }) => {
        keys.put(pair.privateKey, signingKeyName);
      });
      return new Uint8Array(point);
    });
  }

  sign(message: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
    return failingAs(async () => {
      const key = await this.#database.get<CryptoKey>('keys', signingKeyName);
      if (!key) throw new KeyStoreFailure('NOT_FOUND');
      return new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, message));
    });
  }

  /** The key of the records goes, too: what a disk still holds of them cannot be read any more. */
  clear(): Promise<void> {
    return failingAs(async () => {
      const key = await generateRecordKey();
      await this.#database.update(({ records, keys }) => {
        records.clear();
        keys.clear();
        keys.put(key, recordKeyName);
      });
    });
  }

  /** Afterwards every call fails. */
  close(): void {
    this.#database.close();
  }

  async #recordKey(): Promise<CryptoKey> {
    const key = await this.#database.get<CryptoKey>('keys', recordKeyName);
    if (!key) throw new KeyStoreFailure('UNAVAILABLE');
    return key;
  }

  async #seal(
    key: CryptoKey,
    name: string,
    value: Uint8Array<ArrayBuffer>,
    biometric: boolean,
  ): Promise<StoredRecord> {
    if (!biometric) return sealRecord(key, name, value);
    if (!this.#biometrics) throw new KeyStoreFailure('UNAVAILABLE');
    const made = await makeBiometricKey(this.#registration);
    const inner = await sealRecord(made.key, name, value);
    const outer = await sealRecord(key, name, new Uint8Array(inner.ciphertext));
    return { ...outer, biometric: { ...made.reference, nonce: inner.nonce } };
  }

  async #openBiometric(
    name: string,
    sealed: Uint8Array<ArrayBuffer>,
    biometric: NonNullable<StoredRecord['biometric']>,
  ): Promise<Uint8Array> {
    try {
      const key = await useBiometricKey(biometric);
      return await openRecord(key, name, { nonce: biometric.nonce, ciphertext: sealed.buffer }).catch(() => {
        throw new KeyStoreFailure('ENROLMENT_CHANGED');
      });
    } catch (failure) {
      const lost = failure instanceof KeyStoreFailure && failure.kind === 'ENROLMENT_CHANGED';
      if (lost) await this.#database.update(({ records }) => void records.delete(name));
      throw failure;
    }
  }
}
