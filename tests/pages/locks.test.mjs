// Guessing at the terminal ends at a lock, and the operator opens it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onScene } from './stage/scene.mjs';

const pin = '2580';
const wrongPin = '2581';
const payment = { payee: 'Green Energy Co-op', iban: 'DE89 3704 0044 0532 0130 00', amount: '5.00', reference: 'Coffee' };

test(
  'Wrong PINs make wrong codes, the third one locks, and the operator unlocks by the customer\'s number',
  onScene(async (scene) => {
    const terminal = await scene.terminal();
    const phone = await scene.phone();
    await terminal.signIn('1001');
    await phone.enrol(await terminal.beginPhoneSetUp(), pin);
    await terminal.sawPhoneSetUp();

    await terminal.pay(payment);
    await phone.scan(await terminal.pictureOfQrCode());
    const wrong = await phone.confirm(wrongPin);
    assert.equal(await terminal.enterCode(wrong), '2 attempts left');
    assert.equal(await terminal.enterCode(wrong), '1 attempt left');
    assert.equal(await terminal.enterCode(wrong), 'locked');

    const console_ = await scene.console();
    await console_.signIn();
    await console_.findDevice('demo-1001');
    assert.equal(await console_.lockOf('OFFLINE_PIN'), 'Locked attempts spent');
    await console_.unlock('OFFLINE_PIN');
    assert.equal(await console_.lockOf('OFFLINE_PIN'), 'Unlocked');

    await terminal.loadAgain();
    await terminal.pay(payment);
    await phone.scan(await terminal.pictureOfQrCode());
    assert.equal(await terminal.enterCode(await phone.confirm(pin)), 'paid');
  }),
);
