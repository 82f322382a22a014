// The authentication methods by their API name (protocol/auth_methods.json).

import { authMethods, type AuthMethod } from '../../build/interface/auth-methods.ts';

export type { AuthMethod };

export function methodOf(name: AuthMethod): (typeof authMethods)[number] {
  const method = authMethods.find(({ apiName }) => apiName === name);
  if (!method) throw new Error(`${name} is not in the table of this page`);
  return method;
}
