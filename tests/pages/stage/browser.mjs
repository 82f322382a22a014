// Chromium as Debian ships it, and what every page has to keep to while a test uses it.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chromium } from 'playwright-core';

// The browser's path: CHROMIUM where that is set, otherwise the first of the usual names. Undefined where there is none.
export function chromiumPath() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    try {
      return execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
    } catch {
      continue;
    }
  }
  return undefined;
}

// `videoFile` is what the camera sees (stage/camera.mjs); without one there is no camera.
export function launchBrowser({ videoFile } = {}) {
  const camera = videoFile
    ? ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${videoFile}`]
    : [];
  return chromium.launch({ executablePath: chromiumPath(), args: ['--disable-gpu', ...camera] });
}

// What no page may do, whatever the test is about: ask another host, break its own policy, throw, lose a file.
export class Watch {
  #findings = [];

  constructor(context, origin) {
    context.on('request', (request) => {
      const url = new URL(request.url());
      if (/^https?:$/.test(url.protocol) && url.origin !== origin) this.#findings.push(`a request to ${url.origin}`);
    });
    context.on('response', (response) => {
      const { pathname } = new URL(response.url());
      if (response.status() >= 400 && !pathname.includes('api/')) {
        this.#findings.push(`${response.status()} for ${pathname}`);
      }
    });
    context.on('weberror', (error) => this.#findings.push(`thrown: ${error.error().stack}`));
    context.on('console', (message) => {
      // The browser's own line for an answer with an error status, or for none: the pages show those to the user.
      if (message.type() !== 'error' || message.text().startsWith('Failed to load resource')) return;
      this.#findings.push(`an error on the console: ${message.text()}`);
    });
  }

  assertNothingFound() {
    assert.deepEqual(this.#findings, []);
  }
}
