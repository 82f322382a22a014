// Registers the service worker, and tells when a new version of the app waits to be used.

import { useEffect, useState } from 'preact/hooks';

let waiting: ServiceWorker | undefined;
const listeners = new Set<() => void>();

export function registerServiceWorker(): void {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
  navigator.serviceWorker.register('./sw.js', { updateViaCache: 'none' }).then(watch, () => {
    // The app works without one, but not offline; the next visit tries again.
  });

  // A new version is used by a reload, so that page and files are of one version. The very first one takes over a page
  // that came with the same files: no reload.
  let hadController = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (hadController) location.reload();
    hadController = true;
  });
}

function watch(registration: ServiceWorkerRegistration): void {
  const look = () => {
    waiting = navigator.serviceWorker.controller ? (registration.waiting ?? undefined) : undefined;
    for (const listener of listeners) listener();
  };
  const follow = () => registration.installing?.addEventListener('statechange', look);
  look();
  follow();
  registration.addEventListener('updatefound', follow);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && navigator.onLine) registration.update().catch(() => undefined);
  });
}

/** Puts the new version into use, which reloads the page; nothing where there is none. */
export function useUpdate(): (() => void) | undefined {
  const [ready, setReady] = useState(waiting);
  useEffect(() => {
    const changed = () => setReady(waiting);
    changed();
    listeners.add(changed);
    return () => {
      listeners.delete(changed);
    };
  }, []);
  return ready && (() => ready.postMessage('activate'));
}
