// Builds the pages into ../build/pages: each by itself, with hashed names, and beside each file that shrinks its
// compressed forms (.br, .gz), so that the server need not compress.
//
//   npm run build [-- PAGE...]      phone, terminal, console; all where none is named

import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'vite';

const here = path.dirname(fileURLToPath(import.meta.url));
const output = path.resolve(here, '../build/pages');

// The folder here, and the path below which the server shows it.
const pages = { phone: 'phone', terminal: 'demo', console: 'console' };

async function compress(folder) {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const bytes = await readFile(file);
    const forms = {
      br: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
      gz: gzipSync(bytes, { level: 9 }),
    };
    if (forms.gz.length >= bytes.length) continue;
    for (const [suffix, form] of Object.entries(forms)) await writeFile(`${file}.${suffix}`, form);
  }
}

const named = process.argv.slice(2);
for (const page of named.length > 0 ? named : Object.keys(pages)) {
  const shownAs = pages[page];
  if (!shownAs) throw new Error(`there is no page ${page}: ${Object.keys(pages).join(', ')}`);
  const folder = path.join(output, shownAs);
  await rm(folder, { recursive: true, force: true });
  await build({ configFile: path.join(here, 'vite.config.ts'), root: path.join(here, page), build: { outDir: folder } });
  await compress(folder);
}
