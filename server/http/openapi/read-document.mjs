// Reads a document of an interface for what is generated from it or checked against it.

import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { authMethods } from '../../../protocol/auth-methods.mjs';

export const serverDocument = new URL('openapi.json', import.meta.url);

const namesOf = (methods) => methods.map((method) => method.api_name);

// What stands in a document as "@NAME@", as protocol/auth_methods.cmake has it.
const lists = {
  AUTH_METHODS: namesOf(authMethods),
  ONLINE_AUTH_METHODS: namesOf(authMethods.filter((method) => !method.isOffline)),
  OFFLINE_AUTH_METHODS: namesOf(authMethods.filter((method) => method.isOffline)),
};

/**
 * The document as a server shows it. A $ref to a schema of another document, FILE#/components/schemas/NAME, brings that
 * schema along, with all that it refers to.
 */
export function readDocument(file) {
  const url = new URL(file, pathToFileURL('./'));
  const text = readFileSync(url, 'utf8');
  const others = new Map();
  const takeReference = (_, value) => {
    const [, other, pointer] = /^([^#]+)(#.*)$/.exec(value?.$ref ?? '') ?? [];
    if (other === undefined) return value;
    others.set(pointer, other);
    return { ...value, $ref: pointer };
  };
  const filled = text.replace(/"@(\w+)@"/g, (_, name) => JSON.stringify(lists[name]).slice(1, -1));
  const document = JSON.parse(filled, takeReference);
  for (const [pointer, other] of others) bring(pointer, readDocument(new URL(other, url)), document);
  return document;
}

function bring(pointer, from, to) {
  const name = pointer.split('/').at(-1);
  if (name in to.components.schemas) return;
  to.components.schemas[name] = resolveIn(from, { $ref: pointer });
  const references = JSON.stringify(to.components.schemas[name]).matchAll(/"\$ref":"([^"]+)"/g);
  for (const [, reference] of references) bring(reference, from, to);
}

export const isJson = (mediaType) => mediaType === 'application/json' || mediaType.endsWith('+json');

/** What a value of the document is, or what its $ref leads to. */
export function resolveIn(document, value) {
  if (value?.$ref === undefined) return value;
  const steps = value.$ref.slice(2).split('/');
  return resolveIn(document, steps.reduce((node, name) => node?.[name], document));
}

/** Every operation: its own members, with its method (lower case), its path, and its parameters without $ref. */
export function operationsOf(document) {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    ['get', 'put', 'post', 'patch', 'delete']
      .filter((method) => item[method])
      .map((method) => {
        const parameters = (item[method].parameters ?? []).map((parameter) => resolveIn(document, parameter));
        return { ...item[method], method, path, parameters };
      }),
  );
}
