// Writes what the pages know of the interfaces, from the documents that describe them, into build/interface: for each
// one a module with the types of its schemas and calls, and the values of its enumerations (openapi-typescript); and the
// authentication methods (auth-methods.mjs). Nothing of it is committed.
//
//   node generate.mjs

import { writeFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import { readDocument, serverDocument } from '../../server/http/openapi/read-document.mjs';
import './auth-methods.mjs';

const root = new URL('../../', import.meta.url);
const output = new URL('build/interface/', root);

const documents = { server: serverDocument, bank: new URL('demo_bank/openapi.json', root) };

for (const [name, document] of Object.entries(documents)) {
  const nodes = await openapiTS(readDocument(document), {
    enumValues: true,
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
  });
  const source = relative(fileURLToPath(root), fileURLToPath(document));
  await writeFile(new URL(`${name}.ts`, output), `// Generated from ${source}.\n\n${astToString(nodes)}`);
}
