// One WebAssembly module with one C++ controller in it, and the calls into it, one after the other.

/// <reference path="./heliograph-wasm.d.ts" />
import createHeliograph, { type HeliographModule } from '@heliograph/wasm';
import { type ErrorName, HeliographError } from './error.ts';
import type { KeyStore } from './key-store.ts';
import { Page } from './page.ts';
import type { Transport } from './transport.ts';

/**
 * The module ended: no memory, no randomness, or a fault in it. The controller is of no use any more, and every call of
 * it is rejected with this. A new controller on the same key store is in order: what was committed is kept.
 */
export class ModuleFailure extends Error {
  override readonly name = 'ModuleFailure';
}

/** A text, a text that may be missing, or a choice. */
export type Argument = string | undefined | boolean;

type Answer = { value: unknown } | { error: ConstructorParameters<typeof HeliographError>[0] & { name: ErrorName } };

export class Module {
  readonly #module: HeliographModule;
  /** Rejected when the module ends, and never fulfilled. */
  readonly #ended: Promise<never>;
  #queue: Promise<unknown> = Promise.resolve();
  #failure: ModuleFailure | undefined;
  #end: (failure: ModuleFailure) => void = () => {};

  private constructor(module: HeliographModule) {
    this.#module = module;
    this.#ended = new Promise((_, reject) => {
      this.#end = reject;
    });
    this.#ended.catch(() => {});
  }

  static async open(keyStore: KeyStore, transport?: Transport, wasm?: BufferSource): Promise<Module> {
    const page = new Page(keyStore, transport);
    let ended = (_reason: unknown): void => {};
    const module = await createHeliograph({
      page,
      ...(wasm && { wasmBinary: wasm }),
      onAbort: (reason) => ended(reason),
      print: () => {},
      printErr: () => {},
    }).catch((reason: unknown) => {
      throw new ModuleFailure('the module cannot be loaded', { cause: reason });
    });
    page.attach(module);
    const opened = new Module(module);
    ended = (reason) => void opened.#fail(reason);
    module._phoneOpen(transport ? 1 : 0);
    return opened;
  }

  /** Calls phone<name> when all calls before have returned. Rejects with HeliographError or ModuleFailure. */
  call(name: string, ...values: readonly Argument[]): Promise<unknown> {
    const called = this.#queue.then(() => this.#call(name, values));
    this.#queue = called.catch(() => {});
    return called;
  }

  async #call(name: string, values: readonly Argument[]): Promise<unknown> {
    if (this.#failure) throw this.#failure;
    const texts: { address: number; size: number }[] = [];
    const numbers: number[] = [];
    try {
      for (const value of values) {
        if (typeof value === 'boolean') {
          numbers.push(value ? 1 : 0);
        } else if (value === undefined) {
          numbers.push(0, 0);
        } else {
          numbers.push(...this.#write(value, texts));
        }
      }
      const types = numbers.map(() => 'number' as const);
      const returned = this.#module.ccall(`phone${name}`, null, types, numbers, { async: true });
      await Promise.race([returned, this.#ended]);
      return this.#answer();
    } catch (failure) {
      if (failure instanceof HeliographError) throw failure;
      throw this.#fail(failure);
    } finally {
      this.#wipe(texts);
    }
  }

  // Straight into the module's memory: no copy of a PIN stays elsewhere but in the string itself.
  #write(text: string, written: { address: number; size: number }[]): [number, number] {
    const size = Math.max(1, text.length * 3);
    const address = this.#module._malloc(size);
    if (address === 0) throw new Error('no memory');
    written.push({ address, size });
    const encoded = new TextEncoder().encodeInto(text, this.#module.HEAPU8.subarray(address, address + size));
    return [address, encoded.written];
  }

  #wipe(texts: readonly { address: number; size: number }[]): void {
    for (const { address, size } of texts) {
      this.#module.HEAPU8.fill(0, address, address + size);
      if (!this.#failure) this.#module._free(address);
    }
  }

  #answer(): unknown {
    const address = this.#module._phoneAnswer();
    const bytes = this.#module.HEAPU8.subarray(address, address + this.#module._phoneAnswerSize());
    const answer = JSON.parse(new TextDecoder().decode(bytes)) as Answer;
    this.#module._phoneForgetAnswer();
    if ('error' in answer) throw new HeliographError(answer.error);
    return answer.value;
  }

  #fail(reason: unknown): ModuleFailure {
    this.#failure ??= new ModuleFailure('the module ended: make a new controller', { cause: reason });
    this.#end(this.#failure);
    return this.#failure;
  }
}
