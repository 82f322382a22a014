// Vite plugin of the phone page: builds src/service-worker.ts as sw.js at the root, and writes into it what it has to keep.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const placeholder = '__PRECACHE__';
const outputName = 'sw.js';

/** @returns {import('vite').Plugin} */
export function phoneServiceWorker() {
  let publicFolder = '';
  return {
    name: 'heliograph-phone-service-worker',
    apply: (config, { command }) => command === 'build' && path.basename(config.root ?? '') === 'phone',
    enforce: 'post',
    config: (config) => ({
      build: {
        rolldownOptions: {
          input: {
            index: path.resolve(config.root ?? '', 'index.html'),
            'service-worker': path.resolve(config.root ?? '', 'src/service-worker.ts'),
          },
          output: {
            entryFileNames: ({ name }) => (name === 'service-worker' ? outputName : 'assets/[name]-[hash].js'),
          },
        },
      },
    }),
    configResolved(config) {
      publicFolder = config.publicDir;
    },
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const contents = new Map();
        for (const [name, output] of Object.entries(bundle)) {
          if (name !== outputName) contents.set(name, output.type === 'chunk' ? output.code : output.source);
        }
        for (const name of readdirSync(publicFolder)) contents.set(name, readFileSync(path.join(publicFolder, name)));

        const files = [...contents.keys()].sort();
        const hash = createHash('sha256');
        for (const name of files) hash.update(name).update('\0').update(contents.get(name) ?? '');
        const precache = JSON.stringify({ version: hash.digest('hex').slice(0, 16), files });

        const worker = bundle[outputName];
        if (worker?.type !== 'chunk' || !worker.code.includes(placeholder)) {
          this.error(`${outputName} has no ${placeholder} to fill in`);
        }
        worker.code = worker.code.replaceAll(placeholder, precache);
      },
    },
  };
}
