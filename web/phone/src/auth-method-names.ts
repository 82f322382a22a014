// What the authentication methods are called on the screen.

import type { AuthMethod } from '@heliograph/sdk-web';
import { methodOf } from '../../kit/auth-methods.ts';

export function isOffline(method: AuthMethod): boolean {
  return methodOf(method).isOffline;
}

export function usesPin(method: AuthMethod): boolean {
  return methodOf(method).secondFactor === 'PIN';
}

export function usesBiometrics(method: AuthMethod): boolean {
  return methodOf(method).secondFactor === 'BIOMETRICS';
}

/** "Offline, with a PIN" */
export function nameOf(method: AuthMethod): string {
  return `${isOffline(method) ? 'Offline' : 'Online'}, ${means(method)}`;
}

function means(method: AuthMethod): string {
  const { secondFactor, label } = methodOf(method);
  switch (secondFactor) {
    case 'NONE':
      return 'with this phone alone';
    case 'PIN':
      return 'with a PIN';
    case 'BIOMETRICS':
      return `with ${label}`;
  }
}
