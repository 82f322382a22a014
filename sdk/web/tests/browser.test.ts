// The package in a real browser: its module below a strict policy, and biometrics by a platform authenticator that the
// browser plays. Needs Chromium.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type * as Package from '../src/index.ts';
import { type Authenticator, BrowserPage, browserPath } from './browser-page.ts';
import { registrationRecord } from './registration-record.ts';
import { readVectors, type Vector } from './vectors.ts';

declare const heliograph: typeof Package;

const method = 'OFFLINE_ANDROID_BIOMETRIC_PROMPT';
const vector = readVectors().find(({ auth_method }) => auth_method === method) as Vector;
const folder = 'methods/offline-android-biometric-prompt';

interface Keys {
  registration: string;
  records: { name: string; biometric: boolean; value: number[] }[];
}

const records = [
  { name: 'registration', biometric: false, value: [...registrationRecord(vector.device_id, method)] },
  { name: `${folder}/data-key`, biometric: false, value: [...Buffer.from(vector.data_key, 'hex')] },
  { name: `${folder}/otp-key`, biometric: true, value: [...Buffer.from(vector.otp_key, 'hex')] },
];

describe('In a browser', { skip: browserPath ? false : 'there is no Chromium' }, () => {
  let browser: BrowserPage;
  let authenticator: Authenticator;

  before(async () => {
    browser = await BrowserPage.open();
  });
  after(() => browser.close());

  const commit = (keys: Keys): Promise<string> =>
    browser.page.evaluate(async ({ registration, records }) => {
      const store = await heliograph.IndexedDbKeyStore.open(registration);
      const changes = records.map((record) => ({ ...record, value: Uint8Array.from(record.value) }));
      return store.commit(changes).then(
        () => 'DONE',
        (failure: Package.KeyStoreFailure) => failure.kind,
      );
    }, keys);

  // The password, or the number of the error.
  const authenticate = (registration: string): Promise<string | number> =>
    browser.page.evaluate(
      async ({ registration, vector, method }) => {
        const keyStore = await heliograph.IndexedDbKeyStore.open(registration);
        const phone = await heliograph.Controller.create({ keyStore });
        await phone.startOfflineAuthentication(vector.verification_data);
        return phone.finishOfflineAuthentication({ method }).then(
          ({ oneTimePassword }) => oneTimePassword,
          (error: Package.HeliographError) => error.number,
        );
      },
      { registration, vector, method } as const,
    );

  const hasBiometrics = (): Promise<boolean> =>
    browser.page.evaluate(async () => (await heliograph.IndexedDbKeyStore.open('look')).hasBiometrics());

  test('the module is loaded and run below a policy without eval', async () => {
    const activated = await browser.page.evaluate(async () => {
      const keyStore = await heliograph.IndexedDbKeyStore.open('fresh');
      const phone = await heliograph.Controller.create({ keyStore, transport: new heliograph.FetchTransport() });
      return phone.isActivated();
    });
    assert.equal(activated, false);
  });

  test('without a platform authenticator there are no biometrics', async () => {
    assert.equal(await hasBiometrics(), false);
  });

  test('with one there are, and a password is made after a match', async () => {
    authenticator = await browser.addAuthenticator();
    assert.equal(await hasBiometrics(), true);
    assert.equal(await commit({ registration: 'match', records }), 'DONE');
    await browser.reload();
    assert.equal(await authenticate('match'), vector.otp);
  });

  test('where the authenticator has forgotten the key no password is made until it is added again', async () => {
    await authenticator.forget();
    assert.equal(await authenticate('match'), 324);
    assert.equal(await commit({ registration: 'match', records }), 'DONE');
    assert.equal(await authenticate('match'), vector.otp);
  });

  test('without a match there is no password', async () => {
    await authenticator.refuse();
    assert.equal(await authenticate('match'), 324);
  });

  test('a biometric record is not kept where the user does not agree, nor what was committed with it', async () => {
    await authenticator.refuse();
    assert.equal(await commit({ registration: 'refused', records }), 'CANCELLED');
    const activated = await browser.page.evaluate(async () => {
      const keyStore = await heliograph.IndexedDbKeyStore.open('refused');
      return (await heliograph.Controller.create({ keyStore })).isActivated();
    });
    assert.equal(activated, false);
  });
});
