// Makes docs/images/{terminal,phone,console}.png: the pages in the middle of a payment, and the operator's view of the phone.
//
//   node pictures.mjs PROGRAM      PROGRAM is the heliograph-lab binary

import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onScene } from './stage/scene.mjs';

const folder = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const pin = '2580';
const payment = {
  payee: 'Green Energy Co-op',
  iban: 'DE89 3704 0044 0532 0130 00',
  amount: '48.20',
  reference: 'Invoice 2026-17 ☀️',
};

if (!process.argv[2]) {
  console.error('usage: node pictures.mjs PROGRAM');
  process.exit(2);
}
process.env.HELIOGRAPH_PROGRAM = resolve(process.argv[2]);

await onScene(async (scene) => {
  const terminal = await scene.terminal();
  const phone = await scene.phone();
  await terminal.signIn('1001');
  await phone.enrol(await terminal.beginPhoneSetUp(), pin);
  await terminal.sawPhoneSetUp();
  await terminal.pay(payment);
  await terminal.page.screenshot({ path: join(folder, 'terminal.png') });
  await phone.scan(await terminal.pictureOfQrCode());
  await phone.page.screenshot({ path: join(folder, 'phone.png') });

  const console_ = await scene.console();
  await console_.signIn();
  await console_.findDevice('demo-1001');
  await console_.page.screenshot({ path: join(folder, 'console.png') });
})();
