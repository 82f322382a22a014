// KeyStore: where the phone keeps its keys (sdk/key_store.h has the contract in full). IndexedDbKeyStore is the one for
// browsers.

/** In the order of PageKeyStore (binding/page_key_store.cc), which knows them by their position. */
export const keyStoreFailureKinds = [
  'NOT_FOUND',
  /** The platform failed: input/output, no space, a record that is not what it was. */
  'UNAVAILABLE',
  /** Others can read it; nothing was read. */
  'INSECURE',
  /** Biometrics: another finger or face. */
  'NO_MATCH',
  /** Biometrics: the user gave up. */
  'CANCELLED',
  /** Biometrics: the record is destroyed. */
  'ENROLMENT_CHANGED',
] as const;

export type KeyStoreFailureKind = (typeof keyStoreFailureKinds)[number];

export class KeyStoreFailure extends Error {
  override readonly name = 'KeyStoreFailure';
  readonly kind: KeyStoreFailureKind;

  constructor(kind: KeyStoreFailureKind, options?: ErrorOptions) {
    super(`key store: ${kind}`, options);
    this.kind = kind;
  }
}

export interface KeyStoreChange {
  /** [a-z0-9/-], at most 64 characters. */
  readonly name: string;
  /** Released only by a fresh biometric match; else to this application on this device. */
  readonly biometric: boolean;
  /** Below 4 KiB. Without it the record is removed; removing what is not there is no failure. Wiped after the call. */
  readonly value?: Uint8Array<ArrayBuffer>;
}

/** One registration. A controller makes one call at a time. Every promise may be rejected with a KeyStoreFailure. */
export interface KeyStore {
  /** All changes or none, and durable when it returns. */
  commit(changes: readonly KeyStoreChange[]): Promise<void>;
  /** The record, which belongs to the caller, who wipes it. Asks for biometrics where it was stored so. */
  read(name: string): Promise<Uint8Array>;
  /** True where records can be protected by biometrics. */
  hasBiometrics(): boolean;
  /** Makes a new P-256 signing key in the place of any old one; its uncompressed point, 65 bytes. */
  createSigningKey(): Promise<Uint8Array>;
  /** ECDSA with SHA-256 as r (32) || s (32); NOT_FOUND where there is no signing key. */
  sign(message: Uint8Array<ArrayBuffer>): Promise<Uint8Array>;
  /** Removes every record and the signing key. */
  clear(): Promise<void>;
}
