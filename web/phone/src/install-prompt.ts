// The browser's offer to install this page as an app. Browsers that make none have an entry in their menu instead.

import { useEffect, useState } from 'preact/hooks';

interface InstallPromptEvent extends Event {
  prompt(): Promise<unknown>;
}

let offer: InstallPromptEvent | undefined;
const listeners = new Set<() => void>();

/** Call it once, at the start: the offer comes early, and only once. */
export function keepInstallPrompt(): void {
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    setOffer(event as InstallPromptEvent);
  });
  window.addEventListener('appinstalled', () => setOffer(undefined));
}

function setOffer(next: InstallPromptEvent | undefined): void {
  offer = next;
  for (const listener of listeners) listener();
}

/** Shows the browser's prompt; nothing where there is no offer. */
export function useInstallPrompt(): (() => void) | undefined {
  const [, setCount] = useState(0);
  useEffect(() => {
    const changed = () => setCount((count) => count + 1);
    listeners.add(changed);
    return () => {
      listeners.delete(changed);
    };
  }, []);
  const current = offer;
  return current && (() => void current.prompt().then(() => setOffer(undefined)));
}
