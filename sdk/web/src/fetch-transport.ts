// A Transport by fetch(): POST <serviceUrl>/api/device/v1/messages, application/octet-stream both ways.
//
// https, and http to a loopback address. No cookies, no cache, no redirect, no referrer.
//
//   200                         the answer
//   429, 503                    BUSY
//   any other of 500 and above  UNREACHABLE: a gateway without its server, or a server that broke down at it
//   anything else, or an answer that is too long   REJECTED
//
// Where the page is of another origin than the server the browser asks the server for leave (CORS), which Heliograph's
// does not give: serve the page from the server's own origin.

import { type Transport, TransportFailure } from './transport.ts';

const path = '/api/device/v1/messages';
/** Of the protocol: docs/protocol.md. */
const maxMessageSize = 4096;
const defaultTimeoutMilliseconds = 10_000;

// By the host's own form, as the C++ transports judge it.
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

function permittedUrl(serviceUrl: string): URL {
  const url = new URL(serviceUrl + path);
  const permitted = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  if (!permitted || url.username !== '' || url.password !== '') throw new TransportFailure('UNREACHABLE');
  return url;
}

function judge(status: number): void {
  if (status === 200) return;
  if (status === 429 || status === 503) throw new TransportFailure('BUSY');
  throw new TransportFailure(status >= 500 ? 'UNREACHABLE' : 'REJECTED');
}

// The body, read no further than an answer of the protocol may go.
async function bodyOf(response: Response): Promise<Uint8Array> {
  const body = new Uint8Array(maxMessageSize);
  let size = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    if (part.value.length > maxMessageSize - size) {
      await reader?.cancel();
      throw new TransportFailure('REJECTED');
    }
    body.set(part.value, size);
    size += part.value.length;
  }
  return body.subarray(0, size);
}

export class FetchTransport implements Transport {
  readonly #timeoutMilliseconds: number;

  constructor(options: { timeoutMilliseconds?: number } = {}) {
    this.#timeoutMilliseconds = options.timeoutMilliseconds ?? defaultTimeoutMilliseconds;
  }

  async exchange(serviceUrl: string, message: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
    try {
      const response = await fetch(permittedUrl(serviceUrl), {
        method: 'POST',
        headers: { 'Content-Type': 'application/octet-stream', Accept: 'application/octet-stream' },
        body: message,
        cache: 'no-store',
        credentials: 'omit',
        redirect: 'error',
        referrerPolicy: 'no-referrer',
        signal: AbortSignal.timeout(this.#timeoutMilliseconds),
      });
      judge(response.status);
      return await bodyOf(response);
    } catch (failure) {
      if (failure instanceof TransportFailure) throw failure;
      throw new TransportFailure('UNREACHABLE', { cause: failure });
    }
  }
}
