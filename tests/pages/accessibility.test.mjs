// Every page in each of its main states, in light and in dark: what axe-core finds, and a picture in build/pages-test.

import { test } from 'node:test';
import { assertAccessible } from './stage/accessibility.mjs';
import { takePictures } from './stage/picture.mjs';
import { onScene } from './stage/scene.mjs';

const pin = '2580';
const payment = {
  payee: 'Green Energy Co-op',
  iban: 'DE89 3704 0044 0532 0130 00',
  amount: '48.20',
  reference: 'Invoice 2026-17 ☀️',
};

async function look({ page }, state) {
  await assertAccessible(page, state);
  await takePictures(page, state);
}

test(
  'The terminal and the phone can be used by everybody',
  onScene(async (scene) => {
    const terminal = await scene.terminal();
    const phone = await scene.phone();
    await terminal.open();
    await look(terminal, 'terminal-sign-in');
    await terminal.signIn('1001');
    const activationCode = await terminal.beginPhoneSetUp();
    await look(terminal, 'terminal-phone-set-up');

    await phone.open();
    await look(phone, 'phone-welcome');
    await phone.beginEnrolment(activationCode);
    await look(phone, 'phone-pin');
    await phone.finishEnrolment(pin);
    await look(phone, 'phone-home');
    await phone.goToSettings();
    await look(phone, 'phone-settings');

    await terminal.sawPhoneSetUp();
    await look(terminal, 'terminal-phone-ready');
    await terminal.fillInPayment(payment);
    await look(terminal, 'terminal-pay');
    await terminal.pay(payment);
    await look(terminal, 'terminal-confirm');
    await phone.scan(await terminal.pictureOfQrCode());
    await look(phone, 'phone-transaction');
    const code = await phone.showCode(pin);
    await look(phone, 'phone-code');
    await terminal.enterCode(code);
    await look(terminal, 'terminal-paid');
    await terminal.balance();
    await look(terminal, 'terminal-account');
  }),
);

test(
  'The console can be used by everybody',
  onScene(async (scene) => {
    const console_ = await scene.console();
    await console_.open();
    await look(console_, 'console-sign-in');
    await console_.signIn();
    for (const place of ['Applications', 'Devices', 'Sessions', 'Audit log', 'API keys', 'Statistics', 'Health']) {
      await console_.goTo(place);
      await look(console_, `console-${place.toLowerCase().replace(' ', '-')}`);
    }
    await console_.openConfiguration('example');
    await look(console_, 'console-configuration');
  }),
);
