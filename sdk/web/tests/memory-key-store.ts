// A KeyStore in memory whose records a test gives, with biometrics that match, and failures when a test asks for them.

import { type KeyStore, type KeyStoreChange, KeyStoreFailure, type KeyStoreFailureKind } from '../src/index.ts';

export class MemoryKeyStore implements KeyStore {
  readonly records: Map<string, Uint8Array>;
  /** What the next calls fail with. */
  failure: KeyStoreFailureKind | undefined;
  /** Calls that are being answered at this moment, and the most there ever were. */
  busy = 0;
  mostBusy = 0;
  #signingKey: CryptoKey | undefined;

  constructor(records: Record<string, Uint8Array> = {}) {
    this.records = new Map(Object.entries(records));
  }

  commit(changes: readonly KeyStoreChange[]): Promise<void> {
    return this.#answer(async () => {
      for (const { name, value } of changes) {
        if (value) this.records.set(name, Uint8Array.from(value));
        else this.records.delete(name);
      }
    });
  }

  read(name: string): Promise<Uint8Array> {
    return this.#answer(async () => {
      const record = this.records.get(name);
      if (!record) throw new KeyStoreFailure('NOT_FOUND');
      return Uint8Array.from(record);
    });
  }

  hasBiometrics(): boolean {
    return true;
  }

  createSigningKey(): Promise<Uint8Array> {
    return this.#answer(async () => {
      const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
      this.#signingKey = pair.privateKey;
      return new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
    });
  }

  sign(message: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
    return this.#answer(async () => {
      if (!this.#signingKey) throw new KeyStoreFailure('NOT_FOUND');
      return new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, this.#signingKey, message));
    });
  }

  clear(): Promise<void> {
    return this.#answer(async () => {
      this.records.clear();
      this.#signingKey = undefined;
    });
  }

  async #answer<Result>(call: () => Promise<Result>): Promise<Result> {
    this.busy += 1;
    this.mostBusy = Math.max(this.mostBusy, this.busy);
    try {
      // A later turn of the event loop, as a database would answer.
      await new Promise((resolve) => setImmediate(resolve));
      if (this.failure) throw new KeyStoreFailure(this.failure);
      return await call();
    } finally {
      this.busy -= 1;
    }
  }
}
