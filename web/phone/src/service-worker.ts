// Keeps the app for use without a network: all files of one build, under that build's version. They are served from there
// first, so page, code and WebAssembly are always of one version. A new build waits until the user takes it.
//
// Calls of the server (../api, ../demo) are not on the list and pass untouched.

/** Put in by service-worker-plugin.mjs: a hash of the build, and its files relative to this one. */
declare const __PRECACHE__: { version: string; files: string[] };

const worker = self as unknown as ServiceWorkerGlobalScope;
const cachePrefix = 'heliograph-phone-';
const { version, files } = __PRECACHE__;
const cacheName = cachePrefix + version;
const kept = new Set(files.map(addressOf));
const startPage = addressOf('index.html');

function addressOf(file: string): string {
  return new URL(file, worker.location.href).href;
}

// What has its hash in the name may come from the browser's cache: the page has fetched it a moment ago.
function cacheModeOf(address: string): RequestCache {
  return address.startsWith(addressOf('assets/')) ? 'default' : 'no-cache';
}

async function precache(): Promise<void> {
  const cache = await caches.open(cacheName);
  await cache.addAll([...kept].map((address) => new Request(address, { cache: cacheModeOf(address) })));
}

async function removeOldCaches(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(cachePrefix) && name !== cacheName);
  await Promise.all(old.map((name) => caches.delete(name)));
}

// The browser may have deleted the cache; then the network is asked.
async function fromCache(address: string, request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  return (await cache.match(address, { ignoreVary: true })) ?? fetch(request);
}

worker.addEventListener('install', (event) => event.waitUntil(precache()));

worker.addEventListener('activate', (event) => {
  event.waitUntil(removeOldCaches().then(() => worker.clients.claim()));
});

worker.addEventListener('message', (event) => {
  if (event.data === 'activate') void worker.skipWaiting();
});

worker.addEventListener('fetch', (event) => {
  if (event.request.method !== 'GET') return;
  const { origin, pathname } = new URL(event.request.url);
  const address = origin + pathname;
  if (address === addressOf('./')) event.respondWith(fromCache(startPage, event.request));
  else if (kept.has(address)) event.respondWith(fromCache(address, event.request));
});
