// The published vectors of the offline core: the phone opens the verification data and makes the one-time password.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryKeyStore } from './memory-key-store.ts';
import { newPhone } from './phone.ts';
import { maskedBy, registrationRecord } from './registration-record.ts';
import { readVectors, type Vector } from './vectors.ts';

const pin = '2580';

function keyStoreOf(vector: Vector): MemoryKeyStore {
  const folder = `methods/${vector.auth_method.toLowerCase().replaceAll('_', '-')}`;
  const otpKey = Buffer.from(vector.otp_key, 'hex');
  return new MemoryKeyStore({
    registration: registrationRecord(vector.device_id, vector.auth_method),
    [`${folder}/data-key`]: Buffer.from(vector.data_key, 'hex'),
    [`${folder}/otp-key`]: vector.auth_method === 'OFFLINE_PIN' ? maskedBy(pin, otpKey) : otpKey,
  });
}

for (const [index, vector] of readVectors().entries()) {
  test(`vector ${index + 1}, ${vector.auth_method}: the context and the password are the published ones`, async () => {
    const phone = await newPhone({ keyStore: keyStoreOf(vector), transport: null });
    const started = await phone.startOfflineAuthentication(vector.verification_data);
    assert.equal(started.context, vector.context);
    assert.equal(started.authMethod, vector.auth_method);
    const parameter = { method: vector.auth_method, ...(vector.auth_method === 'OFFLINE_PIN' && { pin }) };
    const { oneTimePassword } = await phone.finishOfflineAuthentication(parameter);
    assert.equal(oneTimePassword, vector.otp);
  });
}
