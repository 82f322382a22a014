// The server's interface as the console calls it: its own sign-in, the admin API, and the health probes. All of it is
// generated from server/http/openapi/openapi.json in the build (interface/generate.mjs).

import { jsonApi, type JsonApi } from '../../kit/json-api.ts';
import type { ConfigurationHistory, Device, operations, paths } from '../../../build/interface/server.ts';

export * from '../../../build/interface/server.ts';

export type ConfigurationChange = ConfigurationHistory['changes'][number];
/** Of a device or of one of its methods. */
export type Lock = Pick<Device, 'lock_status' | 'lock_reason' | 'locked_until'>;
export type DeviceQuery = operations['adminSearchDevices']['parameters']['query'];
export type AuditQuery = NonNullable<operations['searchAuditEvents']['parameters']['query']>;

/** GET shows it, PATCH changes it. */
export const configurationPath = '/admin-api/v1/applications/{application_id}/configuration';

export type ServerApi = JsonApi<paths>;

/** What the calls of the sign-in ask for; the others need it with the cookie of one. */
export const fromConsole = { header: { 'X-Heliograph-Console': '1' } } as const;

/** Resolves to whether somebody signed in again. */
export type SignInAgain = () => Promise<boolean>;

/** A call that meets the end of the sign-in waits for a new one, if there is somebody to ask, and is made again. */
export function serverApi(signInAgain?: SignInAgain): ServerApi {
  // Relative to the page, so that the console works behind a proxy that puts a path before everything.
  return jsonApi<paths>({ baseUrl: '..', headers: fromConsole.header, ...(signInAgain && { signInAgain }) });
}

/** For calls that need no sign-in, and those that make and end one. */
export const openApi = serverApi();
