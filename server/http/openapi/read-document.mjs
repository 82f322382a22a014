// Reads a document of an interface for what is generated from it or checked against it.

import { readFileSync } from 'node:fs';

export const serverDocument = new URL('openapi.json', import.meta.url);

/** `file` is a path or a URL. */
export function readDocument(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
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
