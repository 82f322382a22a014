// A customer pays at the terminal, and the phone confirms it without a network.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { qrPictureOf } from './stage/qr-picture.mjs';
import { onScene } from './stage/scene.mjs';

const pin = '2580';
const offlinePin = '1379';
const payment = {
  payee: 'Green Energy Co-op',
  iban: 'DE89 3704 0044 0532 0130 00',
  amount: '12.34',
  reference: 'Invoice 2026-17 ☀️',
};

// Customer 1001 at the terminal, with a phone that is ready for payments without a network.
async function customerWithPhone(scene) {
  const terminal = await scene.terminal();
  const phone = await scene.phone();
  await terminal.signIn('1001');
  await phone.enrol(await terminal.beginPhoneSetUp(), pin);
  await terminal.sawPhoneSetUp();
  return { terminal, phone };
}

describe('A payment', { concurrency: 2 }, () => {
  test(
    'is confirmed by a phone in flight mode that was loaded again without a network',
    onScene(async (scene) => {
      const { terminal, phone } = await customerWithPhone(scene);
      const before = await terminal.balance();
      await terminal.pay(payment);

      await phone.enterFlightMode();
      await assert.rejects(phone.fetchAnything());
      await phone.loadAgain();
      const shown = await phone.scan(await terminal.pictureOfQrCode());
      assert.match(shown, /12\.34/);
      assert.match(shown, /Green Energy Co-op/);
      assert.match(shown, /Invoice 2026-17 ☀️/);
      const code = await phone.confirm(pin);

      assert.match(code, /^[0-9]{6}$/);
      assert.equal(await terminal.enterCode(code), 'paid');
      assert.equal(await terminal.balance(), before - 1234);
    }),
  );

  test(
    'is made with a phone that was set up by its camera alone',
    onScene(async (scene) => {
      const terminal = await scene.terminal();
      const phone = await scene.phone();
      await terminal.signIn('1002');
      await terminal.beginPhoneSetUp();
      await phone.enrolByCamera(await terminal.pictureOfQrCode(), pin, offlinePin);
      await terminal.sawPhoneSetUp();
      await terminal.pay(payment);

      await phone.scan(await terminal.pictureOfQrCode());

      assert.equal(await terminal.enterCode(await phone.confirm(offlinePin)), 'paid');
    }),
  );

  test(
    'is confirmed over the network where the phone has one, and no code is typed',
    onScene(async (scene) => {
      const { terminal, phone } = await customerWithPhone(scene);
      const before = await terminal.balance();
      await terminal.pay(payment);
      await terminal.confirmOnlineInstead();

      const shown = await phone.fetchOnlineRequest();
      assert.match(shown, /12\.34/);
      assert.match(shown, /Invoice 2026-17 ☀️/);
      await phone.confirmOnline(pin);

      await terminal.sawAnswer('Paid');
      assert.equal(await terminal.balance(), before - 1234);
    }),
  );

  test(
    'is refused on the phone by who did not ask for it, and costs nothing',
    onScene(async (scene) => {
      const { terminal, phone } = await customerWithPhone(scene);
      const before = await terminal.balance();
      await terminal.pay(payment);
      await terminal.confirmOnlineInstead();

      await phone.fetchOnlineRequest();
      await phone.refuseOnline();

      await terminal.sawAnswer('Cancelled');
      assert.equal(await terminal.balance(), before);
    }),
  );

  test(
    'expires where nobody types the code, and costs nothing',
    onScene(async (scene) => {
      await scene.server.configure({ OFFLINE_SESSION_LIFETIME: '30' });
      const { terminal, phone } = await customerWithPhone(scene);
      const before = await terminal.balance();
      await terminal.pay(payment);
      await phone.scan(await terminal.pictureOfQrCode());
      const late = await phone.confirm(pin);

      await terminal.sawExpiry(60_000);

      assert.match(late, /^[0-9]{6}$/);
      assert.equal(await terminal.balance(), before);
    }),
  );

  test(
    'is cancelled at the terminal, and costs nothing',
    onScene(async (scene) => {
      const { terminal } = await customerWithPhone(scene);
      const before = await terminal.balance();
      await terminal.pay(payment);

      await terminal.cancelPayment();

      assert.equal(await terminal.balance(), before);
    }),
  );

  test(
    'goes on where it was after the terminal is loaded again',
    onScene(async (scene) => {
      const { terminal, phone } = await customerWithPhone(scene);
      await terminal.pay(payment);
      await phone.scan(await terminal.pictureOfQrCode());
      const code = await phone.confirm(pin);

      await terminal.loadAgain();

      assert.equal(await terminal.enterCode(code), 'paid');
    }),
  );

  test(
    'is refused by the phone where the QR code is none of its own, was changed, or belongs to another phone',
    onScene(async (scene) => {
      const { terminal, phone } = await customerWithPhone(scene);
      const digits = await terminal.pay(payment);
      const changed = digits.slice(0, -1) + ((Number(digits.at(-1)) + 1) % 10);

      assert.match(await phone.scanRefused(qrPictureOf('https://example.org/pay')), /web address/);
      assert.match(await phone.scanRefused(qrPictureOf('Hello')), /not a Heliograph code/);
      assert.match(await phone.scanRefused(qrPictureOf(changed)), /not for this phone/);

      const stranger = await scene.phone();
      await terminal.signOut();
      await terminal.signIn('1002');
      await stranger.enrol(await terminal.beginPhoneSetUp(), pin);
      await terminal.sawPhoneSetUp();
      assert.match(await stranger.scanRefused(qrPictureOf(digits)), /not for this phone/);
    }),
  );
});
