// The calls that the console makes: its own sign-in, the admin API, and the health probes
// (server/http/openapi/openapi.json describes them).

import { requestJson, type ApiRequest, type ApiResult } from '../../kit/json-api.ts';
import type { Properties } from './property-rules.ts';

export interface SignIn {
  key_id: string;
  name: string;
  role: ApiKeyRole;
  organisation_id: string;
  expires_at: string;
}

export interface Organisation {
  id: string;
  name: string;
  created_at: string;
}

export interface Configuration {
  configuration: Properties;
  version: number;
  changed_at: string;
  warnings: string[];
}

export interface Application {
  id: string;
  organisation_id: string;
  name: string;
  configuration: Properties;
  configuration_version: number;
  warnings: string[];
  created_at: string;
  changed_at: string;
}

export interface NewApplication {
  organisation_id: string;
  name: string;
  configuration: Properties;
}

export interface ConfigurationChange {
  version: number;
  changed_at: string;
  /** Missing where it was changed at the command line. */
  changed_by_key_id?: string;
  configuration: Properties;
}

export type LockReason = 'ATTEMPTS_EXHAUSTED' | 'ADMIN' | 'CLONE_DETECTED';

export interface Lock {
  lock_status: 'LOCKED' | 'UNLOCKED';
  lock_reason?: LockReason;
  /** Where the lock ends by itself. */
  locked_until?: string;
}

export interface DeviceMethod extends Lock {
  auth_method: string;
  remaining_attempts: number;
  activated_at: string;
  last_used_at?: string;
}

export interface Device extends Lock {
  device_id: string;
  application_id: string;
  user_reference?: string;
  device_status: 'ACTIVE' | 'DEACTIVATED';
  created_at: string;
  auth_methods: DeviceMethod[];
}

export interface DevicePage {
  devices: Device[];
  next_cursor?: string;
}

export interface DeviceQuery {
  organisation_id: string;
  user_reference?: string;
  application_id?: string;
  cursor?: string;
}

export type SessionStatus = 'STARTED' | 'COMPLETED' | 'FAILED' | 'CANCELLED' | 'EXPIRED';

export interface Statistics {
  application_id: string;
  from: string;
  to: string;
  interval: 'hour' | 'day';
  counts: { from: string; auth_method: string; status: SessionStatus; count: number }[];
}

export const apiKeyRoles = ['SERVICE_PROVIDER', 'READ_ONLY', 'ADMIN'] as const;
export type ApiKeyRole = (typeof apiKeyRoles)[number];

export interface ApiKey {
  id: string;
  organisation_id: string;
  name: string;
  role: ApiKeyRole;
  created_at: string;
  expires_at?: string;
  revoked_at?: string;
  last_used_at?: string;
}

export interface NewApiKey {
  organisation_id: string;
  name: string;
  role: ApiKeyRole;
  expires_at?: string;
}

export const auditActions = [
  'ORGANISATION_CREATED',
  'APPLICATION_CREATED',
  'CONFIGURATION_CHANGED',
  'API_KEY_CREATED',
  'API_KEY_REVOKED',
  'CREDENTIALS_REFUSED',
  'CONSOLE_SIGNED_IN',
  'ENROLMENT_CREATED',
  'ENROLMENT_CANCELLED',
  'ENROLMENT_STARTED',
  'AUTH_METHOD_ACTIVATED',
  'AUTH_METHOD_DEACTIVATED',
  'AUTH_METHOD_LOCKED',
  'AUTH_METHOD_UNLOCKED',
  'DEVICE_DEACTIVATED',
  'DEVICE_LOCKED',
  'DEVICE_UNLOCKED',
  'ADD_OR_UPDATE_STARTED',
  'ADD_OR_UPDATE_ATTEMPTED',
  'AUTHENTICATION_BEGUN',
  'AUTHENTICATION_ATTEMPTED',
  'AUTHENTICATION_CANCELLED',
  'OFFLINE_AUTHENTICATION_BEGUN',
  'OFFLINE_AUTHENTICATION_ATTEMPTED',
  'OFFLINE_AUTHENTICATION_CANCELLED',
  'MASTER_KEY_ROTATED',
  'SESSIONS_CLEANED_UP',
] as const;

export const auditOutcomes = ['SUCCESS', 'FAILURE', 'REFUSED'] as const;
export type AuditOutcome = (typeof auditOutcomes)[number];

export interface AuditEvent {
  /** The place in the log: growing, with gaps. */
  sequence: number;
  at: string;
  actor: string;
  key_id?: string;
  request_id?: string;
  address?: string;
  action: string;
  outcome: AuditOutcome;
  organisation_id?: string;
  application_id?: string;
  device_id?: string;
  session_id?: string;
  auth_method?: string;
  context_sha256?: string;
  detail?: string;
}

export interface AuditPage {
  events: AuditEvent[];
  next_cursor?: string;
}

export interface AuditQuery {
  from?: string;
  to?: string;
  organisation_id?: string;
  device_id?: string;
  session_id?: string;
  key_id?: string;
  action?: string;
  outcome?: string;
  limit?: string;
  cursor?: string;
}

export interface AuditHead {
  number: number;
  first: number;
  last: number;
  count: number;
  root: string;
  previous: string;
  at: string;
  signature: string;
}

export interface AuditHeads {
  heads: AuditHead[];
  public_key: string;
}

export type AuditFaultKind = 'BAD_SIGNATURE' | 'BROKEN_CHAIN' | 'EVENTS_DIFFER' | 'HEAD_MISSING' | 'EVENTS_UNCOVERED';

export interface AuditVerification {
  valid: boolean;
  heads?: number;
  events?: number;
  unsealed?: number;
  fault?: { kind: AuditFaultKind; head: number; detail: string };
}

export interface MasterKeyRotation {
  rotating: boolean;
  done: boolean;
  current_version: number;
  channel_key_done: boolean;
  remaining: number;
  method_keys: { master_key_version: number; count: number }[];
}

export interface Maintenance {
  /** 0: finished sessions are kept for ever. */
  session_retention_hours: number;
  cleaning_up: boolean;
}

export interface Health {
  status: 'UP';
}

/** Resolves to whether somebody signed in again. */
export type SignInAgain = () => Promise<boolean>;

const noOtherSite = { 'X-Heliograph-Console': '1' };

function queryText(query: object): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (typeof value === 'string' && value !== '') parameters.set(name, value);
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

// Relative to the page, so that the console works behind a proxy that puts a path before everything.
async function callOnce<Value>(path: string, request: ApiRequest): Promise<ApiResult<Value>> {
  return requestJson<Value>(`../${path}`, { ...request, headers: { ...noOtherSite, ...request.headers } });
}

/** Calls that need no sign-in, and those that make and end one. */
export const signInApi = {
  signIn: (keyId: string, keySecret: string) =>
    callOnce<SignIn>('console/api/session', { method: 'POST', body: { key_id: keyId, key_secret: keySecret } }),
  current: () => callOnce<SignIn>('console/api/session', {}),
  renew: () => callOnce<SignIn>('console/api/session/renew', { method: 'POST' }),
  signOut: () => callOnce<void>('console/api/session', { method: 'DELETE' }),
};

export const healthApi = {
  live: () => callOnce<Health>('health/live', {}),
  ready: () => callOnce<Health>('health/ready', {}),
};

export type AdminApi = ReturnType<typeof adminApi>;

/** The admin API. A call that meets the end of the sign-in waits for a new one, and is made again. */
export function adminApi(signInAgain: SignInAgain) {
  async function call<Value>(path: string, request: ApiRequest = {}): Promise<ApiResult<Value>> {
    const answer = await callOnce<Value>(`admin-api/v1/${path}`, request);
    const isSignedOut = !answer.ok && answer.failure.kind === 'problem' && answer.failure.status === 401;
    return isSignedOut && (await signInAgain()) ? callOnce<Value>(`admin-api/v1/${path}`, request) : answer;
  }
  const post = <Value>(path: string, body?: unknown) => call<Value>(path, { method: 'POST', body });
  const devicePath = (deviceId: string) => `devices/${encodeURIComponent(deviceId)}`;
  const methodPath = (deviceId: string, method: string) =>
    `${devicePath(deviceId)}/auth-methods/${encodeURIComponent(method)}`;
  const applicationPath = (applicationId: string) => `applications/${encodeURIComponent(applicationId)}`;

  return {
    organisations: () => call<{ organisations: Organisation[] }>('organisations'),
    createOrganisation: (name: string) => post<Organisation>('organisations', { name }),

    applications: () => call<{ applications: Application[] }>('applications'),
    createApplication: (application: NewApplication) => post<Application>('applications', application),
    configuration: (applicationId: string) => call<Configuration>(`${applicationPath(applicationId)}/configuration`),
    /** 412 where the configuration is not at `version` any more. */
    changeConfiguration: (applicationId: string, version: number, changes: Properties) =>
      call<Configuration>(`${applicationPath(applicationId)}/configuration`, {
        method: 'PATCH',
        body: changes,
        headers: { 'If-Match': `"${version}"` },
      }),
    configurationHistory: (applicationId: string) =>
      call<{ changes: ConfigurationChange[] }>(`${applicationPath(applicationId)}/configuration/history`),
    statistics: (applicationId: string, query: { from: string; to: string; interval: 'hour' | 'day' }) =>
      call<Statistics>(`${applicationPath(applicationId)}/statistics${queryText(query)}`),

    devices: (query: DeviceQuery) => call<DevicePage>(`devices${queryText(query)}`),
    device: (deviceId: string) => call<Device>(devicePath(deviceId)),
    lockDevice: (deviceId: string, reason: string) => post<Device>(`${devicePath(deviceId)}/lock`, { reason }),
    unlockDevice: (deviceId: string) => post<Device>(`${devicePath(deviceId)}/unlock`),
    removeDevice: (deviceId: string) => call<void>(devicePath(deviceId), { method: 'DELETE' }),
    lockMethod: (deviceId: string, method: string, reason: string) =>
      post<DeviceMethod>(`${methodPath(deviceId, method)}/lock`, { reason }),
    unlockMethod: (deviceId: string, method: string) => post<DeviceMethod>(`${methodPath(deviceId, method)}/unlock`),
    removeMethod: (deviceId: string, method: string) => call<void>(methodPath(deviceId, method), { method: 'DELETE' }),

    apiKeys: () => call<{ api_keys: ApiKey[] }>('api-keys'),
    createApiKey: (key: NewApiKey) => post<ApiKey & { key_secret: string }>('api-keys', key),
    revokeApiKey: (keyId: string) => post<ApiKey>(`api-keys/${encodeURIComponent(keyId)}/revoke`),

    auditEvents: (query: AuditQuery) => call<AuditPage>(`audit-events${queryText(query)}`),
    auditHeads: (after: number) => call<AuditHeads>(`audit-heads?after=${after}`),
    /** Walks the whole log, so it may take minutes. */
    verifyAudit: () =>
      call<AuditVerification>('audit-verification', { method: 'POST', timeoutMilliseconds: 30 * 60_000 }),

    masterKeyRotation: () => call<MasterKeyRotation>('master-key-rotation'),
    rotateMasterKey: () => post<MasterKeyRotation>('master-key-rotation'),
    maintenance: () => call<Maintenance>('maintenance'),
    cleanUp: () => post<Maintenance>('maintenance/clean-up'),
  };
}
