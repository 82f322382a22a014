// A fresh server with the example application and the demo bank, in a temporary folder, on a port of its own.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export class Server {
  // Starts the heliograph-lab that HELIOGRAPH_PROGRAM names. Its first line tells its address and the example's keys.
  static async start() {
    const folder = mkdtempSync(join(tmpdir(), 'heliograph-pages-'));
    const file = join(folder, 'heliograph.toml');
    writeFileSync(file, '[server]\nport = 0\n[log]\nlevel = "error"\n');
    const process_ = spawn(process.env.HELIOGRAPH_PROGRAM, ['--json', 'serve', '--config', file, '--with-example'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const first = await new Promise((started, failed) => {
      let text = '';
      process_.once('error', failed);
      process_.once('exit', (code) => failed(new Error(`the server ended with ${code}`)));
      process_.stdout.on('data', (chunk) => {
        text += chunk;
        if (text.includes('\n')) started(JSON.parse(text.split('\n', 1)[0]));
      });
    });
    process_.removeAllListeners('exit');
    return new Server(process_, folder, first);
  }

  constructor(process_, folder, first) {
    this.process = process_;
    this.folder = folder;
    this.url = first.service_url;
    this.port = Number(new URL(this.url).port);
    this.applicationId = first.example.application.application_id;
    this.organisationId = first.example.application.organisation_id;
    this.adminKey = { id: first.example.admin_key_id, secret: first.example.admin_key_secret };
    this.bankKey = { id: first.example.key_id, secret: first.example.key_secret };
  }

  // A call of the admin API with the example's admin key. Fails where the answer is no success.
  async admin(method, path, body) {
    const headers = { authorization: basic(this.adminKey) };
    if (body !== undefined) headers['content-type'] = 'application/json';
    const answer = await fetch(`${this.url}/admin-api/v1${path}`, { method, headers, body: JSON.stringify(body) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  }

  configuration() {
    return this.admin('GET', `/applications/${this.applicationId}/configuration`);
  }

  // Changes these properties of the example application.
  configure(properties) {
    return this.admin('PATCH', `/applications/${this.applicationId}/configuration`, properties);
  }

  // How the service provider API answers this key.
  async statusFor(key) {
    const devices = `${this.url}/api/smart-device/v1/devices?user_reference=nobody`;
    return (await fetch(devices, { headers: { authorization: basic(key) } })).status;
  }

  async stop() {
    this.process.kill('SIGINT');
    await new Promise((ended) => this.process.once('exit', ended));
    rmSync(this.folder, { recursive: true });
  }
}

function basic({ id, secret }) {
  return `Basic ${btoa(`${id}:${secret}`)}`;
}
