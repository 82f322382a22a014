// The screens, and where "back" leads from each.

import type { AuthMethod } from '@heliograph/sdk-web';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Activation } from './application.ts';

export type Screen =
  | { name: 'home' }
  | { name: 'enrolment'; way: 'scan' | 'type'; activation?: Activation }
  | {
      name: 'add-method';
      method: AuthMethod | undefined;
      activated: readonly AuthMethod[];
      from: 'enrolment' | 'home' | 'settings';
    }
  | { name: 'scan' }
  | { name: 'offline-authentication'; digits: string }
  | { name: 'online-authentication' }
  | { name: 'settings' }
  | { name: 'about' };

const home: Screen = { name: 'home' };

function parentOf(screen: Screen): Screen {
  if (screen.name === 'add-method' && screen.from === 'settings') return { name: 'settings' };
  return home;
}

/**
 * The current screen, and how to go to another. The browser's history has one entry above the start page, so that its
 * back button (or gesture) goes to the parent screen instead of leaving the app. A reload begins at the start page.
 */
export function useScreens(): { screen: Screen; show(screen: Screen): void; back(): void } {
  const [screen, setScreen] = useState<Screen>(home);
  const current = useRef(screen);
  current.current = screen;

  const show = (next: Screen) => {
    const wasHome = current.current.name === 'home';
    current.current = next;
    setScreen(next);
    if (wasHome && next.name !== 'home') history.pushState({ aboveHome: true }, '');
    if (!wasHome && next.name === 'home') history.back();
  };

  useEffect(() => {
    const popped = () => {
      if (current.current.name === 'home') return;
      const parent = parentOf(current.current);
      current.current = parent;
      setScreen(parent);
      if (parent.name !== 'home') history.pushState({ aboveHome: true }, '');
    };
    window.addEventListener('popstate', popped);
    return () => window.removeEventListener('popstate', popped);
  }, []);

  return { screen, show, back: () => show(parentOf(current.current)) };
}
