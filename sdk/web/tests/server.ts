// A Heliograph server of its own with the example's organisation and application, and the REST calls of its bank.
//
// HELIOGRAPH_PROGRAM says where the program is; build/release or build/debug else.

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export type Json = Record<string, unknown>;

interface FirstLine {
  service_url: string;
  example: {
    key_id: string;
    key_secret: string;
    admin_key_id: string;
    admin_key_secret: string;
    application: { application_id: string };
    phone: { service_url: string; application_id: string; channel_public_key: string };
  };
}

function program(): string {
  const built = ['debug', 'release'].map((preset) =>
    fileURLToPath(new URL(`../../../build/${preset}/bin/heliograph`, import.meta.url)),
  );
  const found = [process.env['HELIOGRAPH_PROGRAM'], ...built].find((path) => path && existsSync(path));
  assert.ok(found, 'build the server first, or name its program in HELIOGRAPH_PROGRAM');
  return found;
}

export class Server {
  readonly #process: ChildProcess;
  readonly #folder: string;
  readonly #first: FirstLine;

  private constructor(process: ChildProcess, folder: string, first: FirstLine) {
    this.#process = process;
    this.#folder = folder;
    this.#first = first;
  }

  static async start(): Promise<Server> {
    const folder = mkdtempSync(join(tmpdir(), 'heliograph-sdk-web-'));
    const configuration = join(folder, 'heliograph.toml');
    writeFileSync(configuration, '[server]\nport = 0\n[log]\nlevel = "warning"\n');
    const child = spawn(program(), ['--json', 'serve', '--config', configuration, '--with-example'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const first = await new Promise<string>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
      createInterface(child.stdout).once('line', resolve);
    });
    return new Server(child, folder, JSON.parse(first) as FirstLine);
  }

  async stop(): Promise<void> {
    this.#process.removeAllListeners('exit');
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill('SIGINT');
    await ended;
    rmSync(this.#folder, { recursive: true });
  }

  /** What the phone's loadConfig() takes. */
  get phoneConfiguration(): string {
    return JSON.stringify({ ...this.#first.example.phone, service_url: this.#first.service_url });
  }

  /** One call of the bank; its answer, which must have one of the statuses of success. */
  call(method: string, path: string, body?: Json): Promise<Json> {
    const { key_id, key_secret } = this.#first.example;
    return this.#send(`${key_id}:${key_secret}`, method, `/api/smart-device/v1${path}`, body);
  }

  /** As an administrator does it. */
  async changeConfiguration(properties: Json): Promise<void> {
    const { admin_key_id, admin_key_secret, application } = this.#first.example;
    const path = `/admin-api/v1/applications/${application.application_id}/configuration`;
    await this.#send(`${admin_key_id}:${admin_key_secret}`, 'PATCH', path, properties);
  }

  async #send(key: string, method: string, path: string, body?: Json): Promise<Json> {
    const response = await fetch(this.#first.service_url + path, {
      method,
      headers: {
        Authorization: `Basic ${Buffer.from(key).toString('base64')}`,
        'Content-Type': 'application/json',
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
    return text === '' ? {} : (JSON.parse(text) as Json);
  }

  post(path: string, body: Json = {}): Promise<Json> {
    return this.call('POST', path, body);
  }

  newEnrolment(userReference: string): Promise<Json> {
    const { application_id } = this.#first.example.application;
    return this.post('/enrolments', { application_id, user_reference: userReference });
  }
}
