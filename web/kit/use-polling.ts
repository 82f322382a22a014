// Asks again and again while something is awaited.

import { useEffect, useRef } from 'preact/hooks';

/**
 * Calls `ask` at once, then `everyMilliseconds` after each answer, and at once when the page comes back into view.
 * `ask` must not reject. Stops while `active` is false and when the component goes.
 */
export function usePolling(ask: () => Promise<void>, everyMilliseconds: number, active = true): void {
  const latestAsk = useRef(ask);
  latestAsk.current = ask;

  useEffect(() => {
    if (!active) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let asking = false;
    let stopped = false;

    async function turn() {
      if (asking || stopped) return;
      clearTimeout(timer);
      asking = true;
      await latestAsk.current();
      asking = false;
      if (!stopped) timer = setTimeout(turn, everyMilliseconds);
    }
    function cameIntoView() {
      if (document.visibilityState === 'visible') void turn();
    }

    document.addEventListener('visibilitychange', cameIntoView);
    void turn();
    return () => {
      stopped = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', cameIntoView);
    };
  }, [everyMilliseconds, active]);
}
