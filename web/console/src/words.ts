// What the API's names are in words, and texts that several views say alike.

import type { ApiKey, Lock, LockReason, SessionStatus } from './api.ts';

const keptWords: Record<string, string> = { API: 'API', OTP: 'OTP', PIN: 'PIN' };

/** "OFFLINE_AUTHENTICATION_BEGUN" → "Offline authentication begun" */
export function inWords(name: string): string {
  const words = name.split('_').map((word) => keptWords[word] ?? word.toLowerCase());
  const text = words.join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export const lockReasonText: Record<LockReason, string> = {
  ATTEMPTS_EXHAUSTED: 'attempts spent',
  ADMIN: 'by an operator or the bank',
  CLONE_DETECTED: 'a copy of the phone was detected',
};

/** The order in which charts and tables have them. */
export const sessionStatuses: readonly SessionStatus[] = ['COMPLETED', 'FAILED', 'EXPIRED', 'CANCELLED', 'STARTED'];

export const sessionStatusText: Record<SessionStatus, string> = {
  COMPLETED: 'Completed',
  FAILED: 'Failed',
  EXPIRED: 'Expired',
  CANCELLED: 'Cancelled',
  STARTED: 'Still open',
};

export function isLocked(lock: Lock): boolean {
  return lock.lock_status === 'LOCKED';
}

export type ApiKeyState = 'Active' | 'Expired' | 'Revoked';

export function apiKeyState(key: ApiKey, now: number): ApiKeyState {
  if (key.revoked_at !== undefined) return 'Revoked';
  return key.expires_at !== undefined && Date.parse(key.expires_at) <= now ? 'Expired' : 'Active';
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isUuid(text: string): boolean {
  return uuid.test(text);
}

/** The problem of a text that the API calls a label: 1 to 128 bytes without control characters. */
export function problemOfLabel(text: string): string | undefined {
  if (text.trim() === '') return 'Write something.';
  if (new TextEncoder().encode(text).length > 128) return 'Is too long: at most 128 bytes in UTF-8.';
  return /\p{Cc}/u.test(text) ? 'Has a control character, such as a tab.' : undefined;
}
