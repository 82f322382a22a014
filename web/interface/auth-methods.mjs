// Writes the table of the authentication methods (protocol/auth_methods.json) as build/interface/auth-methods.ts, with a
// type of their names. Needs no package, so that sdk/web can do with it alone.
//
//   node auth-methods.mjs

import { mkdirSync, writeFileSync } from 'node:fs';
import { authMethods } from '../../protocol/auth-methods.mjs';

const folder = new URL('../../build/interface/', import.meta.url);
const rows = authMethods.map((row) => ({
  apiName: row.api_name,
  configurationName: row.configuration_name,
  isOffline: row.isOffline,
  secondFactor: row.second_factor,
  label: row.label,
}));

mkdirSync(folder, { recursive: true });
writeFileSync(
  new URL('auth-methods.ts', folder),
  `// Generated from protocol/auth_methods.json; protocol/auth_method.h says what the columns are.

export const authMethods = [
${rows.map((row) => `  ${JSON.stringify(row)},\n`).join('')}] as const;

export type AuthMethod = (typeof authMethods)[number]['apiName'];
`,
);
