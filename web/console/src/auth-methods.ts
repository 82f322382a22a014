// The authentication methods as an operator reads them.

import { authMethods as table, type AuthMethod as ApiName } from '../../../build/interface/auth-methods.ts';

export interface AuthMethod {
  /** As devices, statistics and audit events have it: `OFFLINE_PIN`. */
  readonly apiName: ApiName;
  /** As the properties of an application have it: `OFFLINE:PIN`. */
  readonly configurationName: string;
  /** "Offline, PIN" */
  readonly label: string;
  readonly isOffline: boolean;
  readonly isTwoFactor: boolean;
}

/** In the server's order: online before offline. */
export const authMethods: readonly AuthMethod[] = table.map((method) => ({
  ...method,
  label: `${method.isOffline ? 'Offline' : 'Online'}, ${method.label}`,
  isTwoFactor: method.secondFactor !== 'NONE',
}));

export function methodByConfigurationName(name: string): AuthMethod | undefined {
  return authMethods.find((method) => method.configurationName === name);
}

export function methodLabel(apiName: ApiName): string {
  return authMethods.find((method) => method.apiName === apiName)?.label ?? apiName;
}
