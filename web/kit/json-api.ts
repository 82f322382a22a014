// Calls of a JSON API on this origin, as the document that describes it has them: a path, a parameter or a field that it
// does not have is no TypeScript. What goes wrong is a value: a problem the server named (RFC 9457), or no answer.

import createClient, { type FetchOptions } from 'openapi-fetch';
import type {
  FilterKeys,
  HttpMethod,
  PathsWithMethod,
  ResponseObjectMap,
  SuccessResponse,
} from 'openapi-typescript-helpers';
import type { BankProblem } from '../../build/interface/bank.ts';

/** The server answered, and the answer is no. */
export interface ApiProblem {
  kind: 'problem';
  status: number;
  /** The name of the problem, the server's or the demo bank's; UNEXPECTED_ANSWER if it is no answer of the API. */
  code: BankProblem['code'] | 'UNEXPECTED_ANSWER';
  /** A sentence to show. */
  detail: string;
  requestId?: string;
  /** Seconds to wait before asking again. */
  retryAfter?: number;
  /** All members of the problem, those that only some problems have among them. */
  members: Record<string, unknown>;
}

/** No answer: the connection failed or took too long. Whether the server did what was asked is unknown. */
export interface NetworkFailure {
  kind: 'network';
  detail: string;
}

export type ApiFailure = ApiProblem | NetworkFailure;

export type ApiResult<Value> =
  { ok: true; value: Value; status: number; headers: Headers } | { ok: false; failure: ApiFailure };

export interface CallOptions {
  /** 15 seconds if left out. */
  timeoutMilliseconds?: number;
}

type Call<Paths extends {}, Method extends HttpMethod> = <Path extends PathsWithMethod<Paths, Method>>(
  path: Path,
  ...init: InitOf<FetchOptions<FilterKeys<Paths[Path], Method>>>
) => Promise<ApiResult<AnswerOf<FilterKeys<Paths[Path], Method>>>>;

type AnswerOf<Operation> =
  ResponseObjectMap<Operation> extends infer Responses extends object
    ? SuccessResponse<Responses, 'application/json'>
    : never;

// May be left out if everything in it may.
type InitOf<Options> = {} extends Options ? [(Options & CallOptions)?] : [Options & CallOptions];

/**
 * `Paths` is what the build generates from the API's document (interface/generate.mjs). The value of an answer is its JSON,
 * believed to be what the document says; `undefined` if the answer has no body (204). No call ever rejects.
 */
export type JsonApi<Paths extends {}> = {
  readonly [Method in 'get' | 'post' | 'put' | 'patch' | 'delete']: Call<Paths, Method>;
};

export interface JsonApiOptions {
  /** What the paths of the document are below; relative to the page. */
  baseUrl: string;
  headers?: Record<string, string>;
  /** Asked when an answer is 401: whether to call again. */
  signInAgain?: () => Promise<boolean>;
}

type TextAnswer = { data?: string; error?: unknown; response: Response };
type TextCall = (method: HttpMethod, path: string, init: object) => Promise<TextAnswer>;

export function jsonApi<Paths extends {}>({ baseUrl, headers, signInAgain }: JsonApiOptions): JsonApi<Paths> {
  const client = createClient({
    baseUrl,
    headers: { Accept: 'application/json', ...headers },
    credentials: 'same-origin',
    cache: 'no-store',
  });
  const request = client.request as TextCall;

  async function callOnce(method: HttpMethod, path: string, options: CallOptions): Promise<ApiResult<unknown>> {
    const { timeoutMilliseconds = 15_000, ...init } = options;
    const signal = AbortSignal.timeout(timeoutMilliseconds);
    try {
      return resultOf(await request(method, path, { ...init, signal, parseAs: 'text' }));
    } catch {
      return { ok: false, failure: noAnswer(signal.aborted) };
    }
  }

  async function call(method: HttpMethod, path: string, options: CallOptions = {}): Promise<ApiResult<unknown>> {
    const answer = await callOnce(method, path, options);
    const isSignedOut = !answer.ok && answer.failure.kind === 'problem' && answer.failure.status === 401;
    return isSignedOut && (await signInAgain?.()) ? callOnce(method, path, options) : answer;
  }

  const callOf = (method: HttpMethod) => (path: string, options?: CallOptions) => call(method, path, options);
  return {
    get: callOf('get'),
    post: callOf('post'),
    put: callOf('put'),
    patch: callOf('patch'),
    delete: callOf('delete'),
  } as unknown as JsonApi<Paths>;
}

function resultOf({ data: text = '', error, response }: TextAnswer): ApiResult<unknown> {
  if (!response.ok) return { ok: false, failure: problemOf(response, error) };
  const value = text === '' ? undefined : parse(text);
  if (text !== '' && value === undefined) return { ok: false, failure: unexpected(response) };
  return { ok: true, value, status: response.status, headers: response.headers };
}

/** The sentence to show; a request id is for the operator, and is added where there is one. */
export function describeFailure(failure: ApiFailure): string {
  if (failure.kind === 'network' || !failure.requestId || failure.status < 500) return failure.detail;
  return `${failure.detail} (request ${failure.requestId})`;
}

function noAnswer(timedOut: boolean): NetworkFailure {
  return {
    kind: 'network',
    detail: timedOut ? 'The server did not answer in time.' : 'The server cannot be reached.',
  };
}

function problemOf(response: Response, json: unknown): ApiProblem {
  if (!isObject(json)) return unexpected(response);
  const { code, detail, title, request_id: requestId } = json;
  const fallback = unexpected(response);
  const problem: ApiProblem = {
    ...fallback,
    code: typeof code === 'string' ? (code as ApiProblem['code']) : fallback.code,
    detail: typeof detail === 'string' ? detail : typeof title === 'string' ? title : fallback.detail,
    members: json,
  };
  if (typeof requestId === 'string') problem.requestId = requestId;
  return problem;
}

function unexpected(response: Response): ApiProblem {
  const problem: ApiProblem = {
    kind: 'problem',
    status: response.status,
    code: 'UNEXPECTED_ANSWER',
    detail: `The server answered with status ${response.status}.`,
    members: {},
  };
  const requestId = response.headers.get('X-Request-Id');
  if (requestId) problem.requestId = requestId;
  const retryAfter = Number(response.headers.get('Retry-After') ?? NaN);
  if (Number.isFinite(retryAfter)) problem.retryAfter = retryAfter;
  return problem;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
