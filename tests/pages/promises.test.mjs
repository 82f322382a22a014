// What the pages promise whoever opens them: small, readable by everybody, and nothing from anywhere else.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Server } from './stage/server.mjs';

const built = fileURLToPath(new URL('../../build/pages/', import.meta.url));
const pages = ['phone', 'demo', 'console'];
const kilobyte = 1000;

function compressedSize(page, suffix) {
  const folder = join(built, page);
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(`${suffix}.gz`))
    .reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

describe('The pages', () => {
  for (const page of pages) {
    test(`/${page}/ loads less than 150 kB of compressed JavaScript`, () => {
      const size = compressedSize(page, '.js');
      assert.ok(size > 0 && size < 150 * kilobyte, `${size} bytes`);
    });

    test(`/${page}/ has no script and no style of its own in the document`, () => {
      const document = readFileSync(join(built, page, 'index.html'), 'utf8');
      assert.doesNotMatch(document, /<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=/);
    });
  }

  test('/phone/ loads less than 600 kB of compressed WebAssembly', () => {
    const size = compressedSize('phone', '.wasm');
    assert.ok(size > 0 && size < 600 * kilobyte, `${size} bytes`);
  });

  test('come with a policy that lets them load from their own origin alone, and only the phone may use the camera', async () => {
    const server = await Server.start();
    try {
      for (const page of pages) {
        const { headers } = await fetch(`${server.url}/${page}/`);
        const policy = headers.get('content-security-policy');
        assert.match(policy, /default-src 'none'/);
        assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|https?:|\*/);
        assert.equal(policy.includes("'wasm-unsafe-eval'"), page === 'phone');
        assert.match(headers.get('permissions-policy'), page === 'phone' ? /camera=\(self\)/ : /camera=\(\)/);
      }
    } finally {
      await server.stop();
    }
  });
});
