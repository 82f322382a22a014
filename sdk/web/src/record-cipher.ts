// Records at rest: AES-256-GCM with a fresh nonce, the record's name as additional data, so that no record passes for
// another.

const nonceSize = 12;

export interface SealedRecord {
  readonly nonce: Uint8Array<ArrayBuffer>;
  readonly ciphertext: ArrayBuffer;
}

/** A key that nothing can read, only use. */
export function generateRecordKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

function parametersOf(name: string, nonce: Uint8Array<ArrayBuffer>): AesGcmParams {
  return { name: 'AES-GCM', iv: nonce, additionalData: new TextEncoder().encode(name) };
}

export async function sealRecord(
  key: CryptoKey,
  name: string,
  value: Uint8Array<ArrayBuffer>,
): Promise<SealedRecord> {
  const nonce = crypto.getRandomValues(new Uint8Array(nonceSize));
  return { nonce, ciphertext: await crypto.subtle.encrypt(parametersOf(name, nonce), key, value) };
}

/** Rejects where key, name or record are not those that were sealed. */
export async function openRecord(
  key: CryptoKey,
  name: string,
  record: SealedRecord,
): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.decrypt(parametersOf(name, record.nonce), key, record.ciphertext));
}
