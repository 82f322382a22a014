// Runs the tests of the pages: Chromium, a fresh server for each test, and a video file for the phone's camera; and those that
// stand beside their code, of the console's rules (web/) and of the SDK for browsers (sdk/web/).
//
//   node run.mjs PROGRAM [SUBJECT...]      PROGRAM is the heliograph-lab binary, a SUBJECT such as payments (payments.test.mjs),
//                                          rules or sdk; all where none is named
//
// Ends with 77 where something is missing that the tests need; it says what.

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const web = join(here, '../../web');
const sdk = join(here, '../../sdk/web');
const skipped = 77;

function testsIn(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.test.mjs') && !name.includes('node_modules'))
    .map((name) => join(folder, name));
}

const node = (tests) => [process.execPath, '--test', '--test-reporter=spec', ...tests];
const subjects = new Map([
  ...testsIn(here).map((test) => [test.slice(here.length, -'.test.mjs'.length), node([test])]),
  ['rules', node(testsIn(web))],
  ['sdk', ['npm', '--prefix', sdk, '--silent', 'test']],
]);

async function missing() {
  for (const folder of [here, web, sdk]) {
    if (!existsSync(join(folder, 'node_modules/.package-lock.json'))) return `what ${join(folder, 'package-lock.json')} lists`;
  }
  const { chromiumPath } = await import('./stage/browser.mjs');
  if (!chromiumPath()) return 'Chromium';
  if (!existsSync(join(here, '../../build/pages/phone/index.html'))) return 'build/pages';
  return undefined;
}

const [program, ...named] = process.argv.slice(2);
if (!program || named.some((subject) => !subjects.has(subject))) {
  console.error(`usage: node run.mjs PROGRAM [SUBJECT...]; subjects: ${[...subjects.keys()].join(', ')}`);
  process.exit(2);
}
const what = await missing();
if (what) {
  console.error(`\n!!! THE PAGES WERE NOT TESTED: ${what} is missing. \`make pages-test\` brings it.\n`);
  process.exit(skipped);
}

let failed = false;
const env = { ...process.env, HELIOGRAPH_PROGRAM: resolve(program) };
for (const subject of named.length > 0 ? named : subjects.keys()) {
  const [command, ...parameters] = subjects.get(subject);
  if (spawnSync(command, parameters, { stdio: 'inherit', env }).status !== 0) failed = true;
}
process.exit(failed ? 1 : 0);
