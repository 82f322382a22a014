// Runs the Postman collection with newman, against a fresh server and a phone at the command line.
//
//   node run.mjs FOLDER      FOLDER is where heliograph and heliograph-phone lie
//
// The story says where a person would take up the phone: folders named "after the phone". In front of each, this
// script does with heliograph-phone what the folder before it made possible.

import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import newman from 'newman';
import { folders } from './story.mjs';

const programs = resolve(process.argv[2]);
const here = import.meta.dirname ?? new URL('.', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'heliograph-postman-'));
const phoneFolder = join(folder, 'phone');
const pin = '2580';

function runPhone(command, ...input) {
  const words = ['--json', ...command, '--folder', phoneFolder];
  const lines = input.map((line) => `${line}\n`).join('');
  return JSON.parse(execFileSync(join(programs, 'heliograph-phone'), words, { input: lines, encoding: 'utf8' }));
}

// The server's first line tells its address and the example's keys.
function startServer() {
  const file = join(folder, 'heliograph.toml');
  writeFileSync(file, '[server]\nport = 0\n[log]\nlevel = "warning"\n');
  const server = spawn(join(programs, 'heliograph'), ['--json', 'serve', '--config', file, '--with-example'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((started, failed) => {
    let text = '';
    server.once('exit', (code) => failed(new Error(`the server ended with ${code}`)));
    server.stdout.on('data', (chunk) => {
      text += chunk;
      if (text.includes('\n')) started({ server, first: JSON.parse(text.split('\n', 1)[0]) });
    });
  });
}

function runFolder(collection, name, values) {
  const environment = { name: 'run', values: Object.entries(values).map(([key, value]) => ({ key, value })) };
  return new Promise((done, failed) => {
    newman.run({ collection, folder: name, environment, reporters: 'cli' }, (error, summary) => {
      if (error) return failed(error);
      const { failures, stats } = summary.run;
      const after = Object.fromEntries(summary.environment.values.map(({ key, value }) => [key, value]));
      done({ values: after, failures: failures.length, assertions: stats.assertions.total });
    });
  });
}

// The folders of the story that hold calls, in its order.
const storyFolders = folders.flatMap((folder) => folder.folders ?? [folder]).map(({ name }) => name);

const wrongPassword = (right) => right.slice(0, -1) + String((Number(right.at(-1)) + 1) % 10);

const phoneActions = {
  'Enrolment: after the phone': (values, phone) => {
    const configuration = join(folder, 'phone.json');
    writeFileSync(configuration, JSON.stringify(phone));
    runPhone(['enrol', '--phone-config', configuration], values.activation_code, pin);
    runPhone(['activate', 'OFFLINE_PIN'], pin, pin);
    return {};
  },
  'Authentication: after the phone': () => {
    runPhone(['authenticate', '--method', 'DEVICE_PIN'], pin);
    return {};
  },
  'Offline authentication: after the phone': (values) => {
    const answer = runPhone(['offline', values.verification_data], pin);
    return {
      one_time_password: answer.one_time_password,
      wrong_password: wrongPassword(answer.one_time_password),
    };
  },
};

async function main() {
  const collection = JSON.parse(readFileSync(join(here, 'heliograph.postman_collection.json'), 'utf8'));
  const { server, first } = await startServer();
  try {
    const example = first.example;
    let values = {
      service_url: first.service_url,
      key_id: example.key_id,
      key_secret: example.key_secret,
      admin_key_id: example.admin_key_id,
      admin_key_secret: example.admin_key_secret,
      application_id: example.application.application_id,
    };
    let failures = 0;
    let assertions = 0;
    for (const name of storyFolders) {
      values = { ...values, ...(phoneActions[name]?.(values, example.phone) ?? {}) };
      const outcome = await runFolder(collection, name, values);
      values = outcome.values;
      failures += outcome.failures;
      assertions += outcome.assertions;
      // What follows a failed folder would fail for its sake.
      if (failures > 0) break;
    }
    console.log(`${assertions} assertions, ${failures} failed`);
    return failures === 0 && assertions > 0 ? 0 : 1;
  } finally {
    server.removeAllListeners('exit');
    server.kill('SIGINT');
    await new Promise((ended) => server.once('exit', ended));
    rmSync(folder, { recursive: true });
  }
}

process.exitCode = await main();
