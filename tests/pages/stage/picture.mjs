// Pictures of the pages in build/pages-test, for whoever wants to see what a test saw.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { showIn } from './colour-scheme.mjs';

const folder = fileURLToPath(new URL('../../../build/pages-test/', import.meta.url));
const phoneWidth = { width: 390, height: 844 };

// What a page showed when its test failed: failed-NAME.png.
export async function takePictureOfFailure(page, name) {
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `failed-${name}.png`) });
}

// In light, in dark, and as narrow as a phone: NAME-light.png, NAME-dark.png, NAME-narrow.png.
export async function takePictures(page, name) {
  mkdirSync(folder, { recursive: true });
  const size = page.viewportSize();
  for (const colorScheme of ['light', 'dark']) {
    await showIn(page, colorScheme);
    await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`), fullPage: true });
  }
  await showIn(page, 'light');
  await page.setViewportSize(phoneWidth);
  await page.screenshot({ path: join(folder, `${name}-narrow.png`), fullPage: true });
  await page.setViewportSize(size);
}
