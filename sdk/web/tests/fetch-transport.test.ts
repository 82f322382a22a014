// The transport of a page against a server that answers what a test says.

import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { FetchTransport } from '../src/index.ts';

const message = Uint8Array.from([1, 2, 3, 255]);

let answer: (request: IncomingMessage, response: ServerResponse, body: Buffer) => void;
let serviceUrl: string;
const server = createServer(async (request, response) => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  answer(request, response, Buffer.concat(parts));
});

before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  serviceUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});

const answering = (status: number, body: Uint8Array | string = '', headers = {}) => {
  answer = (_request, response) => void response.writeHead(status, headers).end(body);
};

test('A message is posted as bytes, without cookies, and its answer comes back', async () => {
  let seen: IncomingMessage | undefined;
  let sent: Buffer | undefined;
  answer = (request, response, body) => {
    seen = request;
    sent = body;
    response.writeHead(200).end(Uint8Array.from([9, 0, 9]));
  };
  assert.deepEqual(await new FetchTransport().exchange(serviceUrl, message), Uint8Array.from([9, 0, 9]));
  assert.equal(seen?.method, 'POST');
  assert.equal(seen?.url, '/api/device/v1/messages');
  assert.equal(seen?.headers['content-type'], 'application/octet-stream');
  assert.equal(seen?.headers.cookie, undefined);
  assert.equal(seen?.headers.referer, undefined);
  assert.deepEqual(sent, Buffer.from(message));
});

for (const [status, kind] of [
  [429, 'BUSY'],
  [503, 'BUSY'],
  [500, 'UNREACHABLE'],
  [502, 'UNREACHABLE'],
  [504, 'UNREACHABLE'],
  [400, 'REJECTED'],
  [404, 'REJECTED'],
  [204, 'REJECTED'],
] as const) {
  test(`Status ${status} is ${kind}`, async () => {
    answering(status);
    await assert.rejects(new FetchTransport().exchange(serviceUrl, message), { kind });
  });
}

test('A redirect is not followed', async () => {
  let requests = 0;
  answer = (_request, response) => {
    requests += 1;
    response.writeHead(307, { location: `${serviceUrl}/elsewhere` }).end();
  };
  await assert.rejects(new FetchTransport().exchange(serviceUrl, message), { kind: 'UNREACHABLE' });
  assert.equal(requests, 1);
});

test('An answer of 4096 bytes is taken, a longer one is REJECTED without reading on', async () => {
  answering(200, new Uint8Array(4096));
  assert.equal((await new FetchTransport().exchange(serviceUrl, message)).length, 4096);
  answering(200, new Uint8Array(4097));
  await assert.rejects(new FetchTransport().exchange(serviceUrl, message), { kind: 'REJECTED' });
  answer = (_request, response) => void response.writeHead(200).write(new Uint8Array(5000));
  await assert.rejects(new FetchTransport().exchange(serviceUrl, message), { kind: 'REJECTED' });
});

test('A server that does not answer in time is UNREACHABLE', async () => {
  answer = () => {};
  const transport = new FetchTransport({ timeoutMilliseconds: 50 });
  await assert.rejects(transport.exchange(serviceUrl, message), { kind: 'UNREACHABLE' });
});

test('A server that ends within its answer is UNREACHABLE', async () => {
  answer = (_request, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('half');
    setTimeout(() => response.destroy(), 20);
  };
  await assert.rejects(new FetchTransport().exchange(serviceUrl, message), { kind: 'UNREACHABLE' });
});

test('Nobody is asked over plain http but this machine, nor with a user name, nor by another scheme', async () => {
  for (const url of [
    'http://example.org',
    'http://127.0.0.1.example.org',
    'http://user@localhost:1',
    'ftp://localhost',
    'localhost',
    '',
  ]) {
    await assert.rejects(new FetchTransport().exchange(url, message), { kind: 'UNREACHABLE' }, url);
  }
});
