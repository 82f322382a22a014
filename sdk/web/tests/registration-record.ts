// The records of an enrolled phone as the SDK writes them (sdk/registration.h, sdk/method_records.h), for tests that
// give the keys.

import { randomBytes, scryptSync } from 'node:crypto';
import type { AuthMethod } from '../src/index.ts';

const offlineMethods: readonly AuthMethod[] = [
  'OFFLINE_DEVICE',
  'OFFLINE_PIN',
  'OFFLINE_STRONG_TOUCH_ID',
  'OFFLINE_IOS_FACE_ID',
  'OFFLINE_ANDROID_FINGERPRINT',
  'OFFLINE_ANDROID_BIOMETRIC_PROMPT',
];

/** A phone on which this offline method, and no other, is activated. */
export function registrationRecord(deviceId: string, method: AuthMethod): Uint8Array {
  const bit = 1 << offlineMethods.indexOf(method);
  const methods = [0, bit];
  const numericPin = [0, 4, 32];
  const otpLength = 0;
  const failuresAllowed = 5;
  return Uint8Array.from([
    1,
    ...Buffer.from(deviceId.replaceAll('-', ''), 'hex'),
    ...randomBytes(16),
    ...methods,
    ...numericPin,
    ...numericPin,
    ...methods,
    ...[0, 0],
    otpLength,
    ...numericPin,
    failuresAllowed,
  ]);
}

/** salt || key XOR scrypt(PIN, salt): protocol/pin.h. */
export function maskedBy(pin: string, key: Uint8Array): Uint8Array {
  const salt = randomBytes(16);
  const mask = scryptSync(pin, salt, key.length, { N: 2 ** 15, r: 8, p: 1, maxmem: 2 ** 26 });
  return Uint8Array.from([...salt, ...key.map((byte, index) => byte ^ (mask[index] ?? 0))]);
}
