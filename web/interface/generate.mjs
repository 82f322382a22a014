// Writes what the pages know of the interfaces, from the documents that describe them, into build/interface: for each
// one a module with the types of its schemas and calls, and the values of its enumerations (openapi-typescript). Nothing
// of it is committed.
//
//   node generate.mjs

import { mkdir, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';

const root = new URL('../../', import.meta.url);
const output = new URL('build/interface/', root);

const documents = {
  server: 'server/http/openapi/openapi.json',
};

await mkdir(output, { recursive: true });
for (const [name, document] of Object.entries(documents)) {
  const nodes = await openapiTS(new URL(document, root), {
    enumValues: true,
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
  });
  await writeFile(new URL(`${name}.ts`, output), `// Generated from ${document}.\n\n${astToString(nodes)}`);
}
