// The table of the authentication methods (auth_methods.json; auth_method.h says what it means), for what is generated in
// JavaScript.

import { readFileSync } from 'node:fs';

const table = JSON.parse(readFileSync(new URL('auth_methods.json', import.meta.url), 'utf8'));

export const authMethods = table.map(({ id, ...names }) => ({ id: Number(id), ...names, isOffline: id < 0x10 }));
