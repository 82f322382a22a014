// Loads the customer's state again when it may have changed: on the way to another part, and when the page comes
// back into view, from the phone page perhaps.

import { useEffect } from 'preact/hooks';
import { useBank } from './bank.ts';

export function useFreshState(): void {
  const { refresh } = useBank();
  useEffect(() => {
    const moved = () => void refresh();
    const cameIntoView = () => {
      if (document.visibilityState === 'visible') void refresh();
    };
    addEventListener('hashchange', moved);
    document.addEventListener('visibilitychange', cameIntoView);
    return () => {
      removeEventListener('hashchange', moved);
      document.removeEventListener('visibilitychange', cameIntoView);
    };
  }, [refresh]);
}
