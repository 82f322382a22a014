// What the tests are made with: a phone in this process, with a database in memory, and the module from build/wasm.

import { readFileSync } from 'node:fs';
import 'fake-indexeddb/auto';
import { Controller, FetchTransport, IndexedDbKeyStore, type KeyStore, type Transport } from '../src/index.ts';

const wasm = readFileSync(new URL('../../../build/wasm/heliograph.wasm', import.meta.url));

let registrations = 0;

/** The name of a registration that no other test has. */
export function newRegistration(): string {
  registrations += 1;
  return `test-${registrations}`;
}

export async function newPhone(
  options: { registration?: string; keyStore?: KeyStore; transport?: Transport | null; wasm?: BufferSource } = {},
): Promise<Controller> {
  const keyStore = options.keyStore ?? (await IndexedDbKeyStore.open(options.registration ?? newRegistration()));
  const transport = options.transport === undefined ? new FetchTransport() : options.transport;
  return Controller.create({ keyStore, wasm: options.wasm ?? wasm, ...(transport && { transport }) });
}
