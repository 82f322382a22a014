// A key that the browser gives only after it has verified the user: from the PRF extension of a WebAuthn credential on
// this device (platform authenticator, user verification required).
//
//   AES-256-GCM key = HKDF-SHA-256(PRF output for a random salt, "heliograph/web/biometric-record/1")
//
// Each key has a credential of its own. Making one and using one need a gesture of the user in the page.
//
// What it cannot promise: the browser decides how it verifies, and takes the device's passcode where it takes it
// elsewhere; a finger or face that is added later does not destroy the key. README.md says what follows.

import { KeyStoreFailure } from './key-store.ts';

const saltSize = 32;
const challengeSize = 32;
const userIdSize = 16;
const es256 = -7;
const rs256 = -257;

/** Where to ask for a key again. Public. */
export interface BiometricKeyReference {
  readonly credentialId: ArrayBuffer;
  readonly salt: Uint8Array<ArrayBuffer>;
}

/** True where this browser says that it has a platform authenticator with user verification and PRF. */
export async function canMakeBiometricKeys(): Promise<boolean> {
  if (typeof PublicKeyCredential === 'undefined') return false;
  if (typeof PublicKeyCredential.getClientCapabilities !== 'function') return false;
  const capabilities = await PublicKeyCredential.getClientCapabilities();
  return capabilities['extension:prf'] === true && capabilities['userVerifyingPlatformAuthenticator'] === true;
}

async function keyFrom(output: BufferSource): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', output, 'HKDF', false, ['deriveKey']);
  return crypto.subtle.deriveKey(
    {
      name: 'HKDF',
      hash: 'SHA-256',
      salt: new Uint8Array(),
      info: new TextEncoder().encode('heliograph/web/biometric-record/1'),
    },
    material,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
}

// A browser does not say why it gave nothing: cancelled, timed out, too many fingers that did not match, or no such
// credential any more.
function failureOf(reason: unknown): KeyStoreFailure {
  const name = reason instanceof DOMException ? reason.name : undefined;
  const cancelled = name === 'NotAllowedError' || name === 'AbortError';
  return new KeyStoreFailure(cancelled ? 'CANCELLED' : 'UNAVAILABLE', { cause: reason });
}

function randomBytes(size: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(size));
}

/** Asks the user. `label` is what the browser may show. Rejects with KeyStoreFailure. */
export async function makeBiometricKey(label: string): Promise<{ key: CryptoKey; reference: BiometricKeyReference }> {
  const salt = randomBytes(saltSize);
  const created = await navigator.credentials
    .create({
      publicKey: {
        rp: { name: label },
        user: { id: randomBytes(userIdSize), name: label, displayName: label },
        challenge: randomBytes(challengeSize),
        pubKeyCredParams: [
          { type: 'public-key', alg: es256 },
          { type: 'public-key', alg: rs256 },
        ],
        authenticatorSelection: {
          authenticatorAttachment: 'platform',
          userVerification: 'required',
          residentKey: 'discouraged',
        },
        extensions: { prf: { eval: { first: salt } } },
      },
    })
    .catch((reason: unknown) => Promise.reject(failureOf(reason)));
  if (!(created instanceof PublicKeyCredential)) throw new KeyStoreFailure('UNAVAILABLE');
  const prf = created.getClientExtensionResults().prf;
  if (prf?.enabled !== true) throw new KeyStoreFailure('UNAVAILABLE');
  const reference = { credentialId: created.rawId, salt };
  // Many authenticators tell the output only when they are asked again.
  const key = prf.results ? await keyFrom(prf.results.first) : await useBiometricKey(reference);
  return { key, reference };
}

/** Asks the user. Rejects with KeyStoreFailure: ENROLMENT_CHANGED where the credential has lost its secret. */
export async function useBiometricKey(reference: BiometricKeyReference): Promise<CryptoKey> {
  const found = await navigator.credentials
    .get({
      publicKey: {
        challenge: randomBytes(challengeSize),
        allowCredentials: [{ type: 'public-key', id: reference.credentialId, transports: ['internal'] }],
        userVerification: 'required',
        extensions: { prf: { eval: { first: reference.salt } } },
      },
    })
    .catch((reason: unknown) => Promise.reject(failureOf(reason)));
  if (!(found instanceof PublicKeyCredential)) throw new KeyStoreFailure('UNAVAILABLE');
  const results = found.getClientExtensionResults().prf?.results;
  if (!results) throw new KeyStoreFailure('ENROLMENT_CHANGED');
  return keyFrom(results.first);
}
