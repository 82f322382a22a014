import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const { module: kit } = await runnerImport(fileURLToPath(new URL('json-api.ts', import.meta.url)));

const json = (status, body, type = 'application/json') =>
  new Response(body, { status, headers: { 'Content-Type': type, 'X-Request-Id': 'r1' } });

// What the network answers, one after the other; a function stands for what it throws or waits for.
function network(...answers) {
  const requests = [];
  globalThis.fetch = async (request) => {
    requests.push({ method: request.method, url: request.url, text: await request.text() });
    const answer = answers.shift();
    return typeof answer === 'function' ? answer(request) : answer;
  };
  return requests;
}

const api = (options = {}) => kit.jsonApi({ baseUrl: 'http://bank.example', ...options });
const fetchOfNode = globalThis.fetch;

describe('A call of a JSON API', () => {
  afterEach(() => {
    globalThis.fetch = fetchOfNode;
  });

  test('puts parameters into path and query, and sends the body as JSON', async () => {
    const requests = network(json(200, '{"id":1}'));
    const params = { path: { id: 'a/b' }, query: { limit: 2, cursor: undefined } };
    const answer = await api().post('/things/{id}', { params, body: { name: 'x' } });
    assert.deepEqual(requests, [
      { method: 'POST', url: 'http://bank.example/things/a%2Fb?limit=2', text: '{"name":"x"}' },
    ]);
    assert.deepEqual(answer.value, { id: 1 });
  });

  test('has no value if the answer has no body', async () => {
    network(new Response(null, { status: 204 }));
    const answer = await api().delete('/things');
    assert.equal(answer.ok, true);
    assert.equal(answer.value, undefined);
  });

  test('gives the problem that the server names', async () => {
    network(json(409, '{"code":"NO_PHONE","detail":"there is no phone","request_id":"r2"}', 'application/problem+json'));
    const { failure } = await api().get('/things');
    assert.equal(failure.code, 'NO_PHONE');
    assert.equal(failure.detail, 'there is no phone');
    assert.equal(failure.requestId, 'r2');
  });

  for (const [what, answer] of [
    ['a page instead of JSON', () => json(200, '<html>', 'text/html')],
    ['an error without a problem', () => json(502, 'bad gateway', 'text/plain')],
  ]) {
    test(`is an unexpected answer with ${what}`, async () => {
      network(answer);
      const { failure } = await api().get('/things');
      assert.equal(failure.code, 'UNEXPECTED_ANSWER');
      assert.equal(failure.requestId, 'r1');
    });
  }

  test('never rejects, even without a network', async () => {
    network(() => Promise.reject(new TypeError('failed')));
    const { failure } = await api().get('/things');
    assert.deepEqual(failure, { kind: 'network', detail: 'The server cannot be reached.' });
  });

  test('ends after its time', async () => {
    const untilAborted = ({ signal }) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    network(untilAborted);
    const { failure } = await api().get('/things', { timeoutMilliseconds: 5 });
    assert.deepEqual(failure, { kind: 'network', detail: 'The server did not answer in time.' });
  });

  test('is made again, with its body, after somebody signed in again', async () => {
    const requests = network(json(401, '{"code":"UNAUTHENTICATED"}'), json(200, '{"id":1}'));
    const answer = await api({ signInAgain: async () => true }).post('/things', { body: { name: 'x' } });
    assert.equal(answer.ok, true);
    assert.deepEqual(requests[1], requests[0]);
  });

  test('is not made again if nobody signs in', async () => {
    const requests = network(json(401, '{"code":"UNAUTHENTICATED"}'));
    const answer = await api({ signInAgain: async () => false }).get('/things');
    assert.equal(answer.failure.status, 401);
    assert.equal(requests.length, 1);
  });
});
