// A page in a real browser with the package in it, below the policy that Heliograph's own pages have: scripts of the
// same origin and WebAssembly, nothing inline, no eval. In the page, `heliograph` is the package.

import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';

const policy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; base-uri 'none'; form-action 'none'";

const pathOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const wasmFolder = pathOf('../../../build/wasm');

/** CHROMIUM, or the browser that is installed; nothing where there is none. */
export const browserPath = process.env['CHROMIUM'] ?? ['/usr/bin/chromium', '/usr/bin/google-chrome'].find(existsSync);

async function bundle(): Promise<string> {
  const result = await build({
    stdin: {
      contents: "import * as heliograph from './index.ts'; globalThis.heliograph = heliograph;",
      resolveDir: pathOf('../src'),
    },
    alias: { '@heliograph/wasm': `${wasmFolder}/heliograph.js` },
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
  });
  return result.outputFiles[0]?.text ?? '';
}

/** The platform authenticator of a phone, as far as a test plays it. */
export interface Authenticator {
  /** From now on no finger matches. The browser tries until the authenticator is locked, so there is no way back. */
  refuse(): Promise<void>;
  /** As the user removes all that it keeps. */
  forget(): Promise<void>;
}

export class BrowserPage {
  readonly page: Page;
  readonly #browser: Browser;
  readonly #server: Server;

  private constructor(page: Page, browser: Browser, server: Server) {
    this.page = page;
    this.#browser = browser;
    this.#server = server;
  }

  static async open(): Promise<BrowserPage> {
    const files = new Map<string, { type: string; body: string | Buffer }>([
      ['/', { type: 'text/html', body: '<!doctype html><script type="module" src="phone.js"></script>' }],
      ['/phone.js', { type: 'text/javascript', body: await bundle() }],
      ['/heliograph.wasm', { type: 'application/wasm', body: readFileSync(`${wasmFolder}/heliograph.wasm`) }],
    ]);
    const server = createServer((request, response) => {
      const file = files.get(request.url ?? '');
      if (!file) return void response.writeHead(404).end();
      response.writeHead(200, { 'content-type': file.type, 'content-security-policy': policy }).end(file.body);
    });
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
    const browser = await chromium.launch({ executablePath: browserPath ?? '', args: ['--disable-gpu'] });
    const page = await browser.newPage();
    const opened = new BrowserPage(page, browser, server);
    await opened.reload();
    return opened;
  }

  async reload(): Promise<void> {
    await this.page.goto(`http://localhost:${(this.#server.address() as AddressInfo).port}/`);
    await this.page.waitForFunction('globalThis.heliograph !== undefined');
  }

  async addAuthenticator(): Promise<Authenticator> {
    const session: CDPSession = await this.page.context().newCDPSession(this.page);
    await session.send('WebAuthn.enable');
    const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        ctap2Version: 'ctap2_1',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        hasPrf: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    return {
      refuse: async () => {
        await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
      },
      forget: async () => {
        await session.send('WebAuthn.clearCredentials', { authenticatorId });
      },
    };
  }

  async close(): Promise<void> {
    await this.#browser.close();
    this.#server.close();
  }
}
