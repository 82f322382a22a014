// What one test plays on: a fresh server, and whoever comes on. Browsers of other scenes are not shared: the phone's video file
// is named at its start.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Console } from './console.mjs';
import { Line } from './line.mjs';
import { launchBrowser, Watch } from './browser.mjs';
import { Camera } from './camera.mjs';
import { Phone } from './phone.mjs';
import { takePictureOfFailure } from './picture.mjs';
import { Server } from './server.mjs';
import { Terminal } from './terminal.mjs';

// Milliseconds that a page may take for any one thing. Machines that test much else at a time are slow.
const patience = 45_000;
const deskSize = { width: 1280, height: 800 };
const phoneSize = { width: 390, height: 844 };

class Scene {
  #closing = [];
  #watches = [];
  #pages = [];

  async open() {
    this.server = await Server.start();
    this.#closing.push(() => this.server.stop());
  }

  async terminal() {
    return new Terminal(await this.#newPage(await this.#desk(), this.server.url, { viewport: deskSize }), this.server.url);
  }

  async console() {
    return new Console(await this.#newPage(await this.#desk(), this.server.url, { viewport: deskSize }), this.server);
  }

  // A phone with a line of its own, which can be cut, and a camera.
  async phone() {
    const line = await Line.to(this.server.port);
    this.#closing.push(() => line.cut());
    const folder = mkdtempSync(join(tmpdir(), 'heliograph-camera-'));
    this.#closing.push(() => rmSync(folder, { recursive: true }));
    const camera = new Camera(join(folder, 'camera.y4m'));
    const browser = await this.#launch({ videoFile: camera.file });
    const page = await this.#newPage(browser, line.origin, {
      viewport: phoneSize,
      hasTouch: true,
      permissions: ['camera'],
    });
    return new Phone(page, line, camera);
  }

  // The first failure is the test's; what comes after it may be for its sake.
  async close(failed) {
    if (failed) for (const [index, page] of this.#pages.entries()) await takePictureOfFailure(page, `${process.pid}-${index}`);
    for (const close of this.#closing.reverse()) await close();
    if (!failed) for (const watch of this.#watches) watch.assertNothingFound();
  }

  #deskBrowser;

  #desk() {
    this.#deskBrowser ??= this.#launch();
    return this.#deskBrowser;
  }

  async #launch(options) {
    const browser = await launchBrowser(options);
    this.#closing.push(() => browser.close());
    return browser;
  }

  async #newPage(browser, origin, options) {
    const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce', ...options });
    context.setDefaultTimeout(patience);
    this.#watches.push(new Watch(context, origin));
    const page = await context.newPage();
    this.#pages.push(page);
    return page;
  }
}

// The body of a test: plays `act` on a scene of its own.
export function onScene(act) {
  return async () => {
    const scene = new Scene();
    let failed = true;
    try {
      await scene.open();
      await act(scene);
      failed = false;
    } finally {
      await scene.close(failed);
    }
  };
}
