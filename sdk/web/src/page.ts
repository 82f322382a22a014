// What the module calls in the page (binding/page.h): the key store and the transport, behind functions of numbers.

/// <reference path="./heliograph-wasm.d.ts" />
import type { HeliographModule } from '@heliograph/wasm';
import { type KeyStore, type KeyStoreChange, KeyStoreFailure, keyStoreFailureKinds } from './key-store.ts';
import { type Transport, TransportFailure, transportFailureKinds } from './transport.ts';

const done = 0;

// Whatever else a key store or a transport throws is a failure of the platform.
function statusOf(failure: unknown): number {
  if (failure instanceof KeyStoreFailure) return keyStoreFailureKinds.indexOf(failure.kind) + 1;
  if (failure instanceof TransportFailure) return transportFailureKinds.indexOf(failure.kind) + 1;
  return keyStoreFailureKinds.indexOf('UNAVAILABLE') + 1;
}

/** Promises of a status are never rejected, and the answer of one call is taken before the next is made. */
export class Page {
  readonly #keyStore: KeyStore;
  readonly #transport: Transport | undefined;
  #module: HeliographModule | undefined;
  #staged: KeyStoreChange[] = [];
  #answer: Uint8Array = new Uint8Array();

  constructor(keyStore: KeyStore, transport: Transport | undefined) {
    this.#keyStore = keyStore;
    this.#transport = transport;
  }

  attach(module: HeliographModule): void {
    this.#module = module;
  }

  stage(name: number, nameSize: number, biometric: number, value: number, valueSize: number): void {
    const change = { name: this.#text(name, nameSize), biometric: biometric !== 0 };
    this.#staged.push(value === 0 ? change : { ...change, value: this.#copy(value, valueSize) });
  }

  async commit(): Promise<number> {
    const changes = this.#staged;
    this.#staged = [];
    const status = await this.#run(() => this.#keyStore.commit(changes));
    for (const change of changes) change.value?.fill(0);
    return status;
  }

  read(name: number, nameSize: number): Promise<number> {
    const text = this.#text(name, nameSize);
    return this.#ask(() => this.#keyStore.read(text));
  }

  hasBiometrics(): number {
    return this.#keyStore.hasBiometrics() ? 1 : 0;
  }

  createSigningKey(): Promise<number> {
    return this.#ask(() => this.#keyStore.createSigningKey());
  }

  async sign(message: number, size: number): Promise<number> {
    const copy = this.#copy(message, size);
    const status = await this.#ask(() => this.#keyStore.sign(copy));
    copy.fill(0);
    return status;
  }

  clear(): Promise<number> {
    return this.#run(() => this.#keyStore.clear());
  }

  exchange(url: number, urlSize: number, message: number, size: number): Promise<number> {
    const serviceUrl = this.#text(url, urlSize);
    const copy = this.#copy(message, size);
    return this.#ask(async () => {
      if (!this.#transport) throw new TransportFailure('UNREACHABLE');
      return this.#transport.exchange(serviceUrl, copy);
    });
  }

  answerSize(): number {
    return this.#answer.length;
  }

  takeAnswer(out: number): void {
    this.#memory().set(this.#answer, out);
    this.#answer.fill(0);
    this.#answer = new Uint8Array();
  }

  async #run(call: () => Promise<void>): Promise<number> {
    try {
      await call();
      return done;
    } catch (failure) {
      return statusOf(failure);
    }
  }

  #ask(call: () => Promise<Uint8Array>): Promise<number> {
    return this.#run(async () => {
      this.#answer = await call();
    });
  }

  #memory(): Uint8Array<ArrayBuffer> {
    if (!this.#module) throw new Error('the module is not there yet');
    return this.#module.HEAPU8;
  }

  // A copy, since the memory may move while the page is at work.
  #copy(address: number, size: number): Uint8Array<ArrayBuffer> {
    return this.#memory().slice(address, address + size);
  }

  #text(address: number, size: number): string {
    return new TextDecoder().decode(this.#copy(address, size));
  }
}
