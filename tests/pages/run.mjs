// Runs the tests of the pages: Chromium, a fresh server for each test, and a video file for the phone's camera.
//
//   node run.mjs PROGRAM [TEST...]      PROGRAM is the heliograph binary, a TEST such as payments.test.mjs; all where none
//                                       is named
//
// Ends with 77 where something is missing that the tests need; it says what.

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const skipped = 77;

async function missing() {
  if (!existsSync(join(here, 'node_modules/.package-lock.json'))) return 'what tests/pages/package-lock.json lists';
  const { chromiumPath } = await import('./stage/browser.mjs');
  if (!chromiumPath()) return 'Chromium';
  if (!existsSync(join(here, '../../build/pages/phone/index.html'))) return 'the pages in build/pages';
  return undefined;
}

const [program, ...named] = process.argv.slice(2);
if (!program) {
  console.error('usage: node run.mjs PROGRAM [TEST...]');
  process.exit(2);
}
const what = await missing();
if (what) {
  console.error(`\n!!! THE PAGES WERE NOT TESTED: ${what} is missing. \`make pages-test\` brings it.\n`);
  process.exit(skipped);
}

const tests = named.length > 0 ? named : readdirSync(here).filter((name) => name.endsWith('.test.mjs'));
const { status } = spawnSync(
  process.execPath,
  ['--test', '--test-reporter=spec', ...tests.map((test) => join(here, test))],
  { stdio: 'inherit', env: { ...process.env, HELIOGRAPH_PROGRAM: resolve(program) } },
);
process.exit(status ?? 1);
