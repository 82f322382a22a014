// What axe-core finds wrong with a page for people who use it with a screen reader, a keyboard or weak eyes.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { showIn } from './colour-scheme.mjs';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// In light and in dark. Serious and critical findings fail the test; each with the elements it is about.
export async function assertAccessible(page, state) {
  for (const colorScheme of ['light', 'dark']) {
    await showIn(page, colorScheme);
    await page.evaluate(source);
    const found = await page.evaluate(async () => {
      const { violations } = await globalThis.axe.run(document, { resultTypes: ['violations'] });
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(' ')}`);
    });
    assert.deepEqual(found, [], `${state}, ${colorScheme}`);
  }
  await showIn(page, 'light');
}
