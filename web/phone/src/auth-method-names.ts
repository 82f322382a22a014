// What the authentication methods are called on the screen.

import type { AuthMethod } from '@heliograph/sdk-web';

export function isOffline(method: AuthMethod): boolean {
  return method.startsWith('OFFLINE');
}

export function usesPin(method: AuthMethod): boolean {
  return method.endsWith('_PIN');
}

export function usesBiometrics(method: AuthMethod): boolean {
  return !usesPin(method) && method !== 'DEVICE' && method !== 'OFFLINE_DEVICE';
}

/** "Offline, with a PIN" */
export function nameOf(method: AuthMethod): string {
  return `${isOffline(method) ? 'Offline' : 'Online'}, ${means(method)}`;
}

function means(method: AuthMethod): string {
  if (usesPin(method)) return 'with a PIN';
  if (usesBiometrics(method)) return 'with fingerprint or face';
  return 'with this phone alone';
}
