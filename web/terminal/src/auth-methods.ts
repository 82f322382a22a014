// The phone's authentication methods in the customer's words.

import { type AuthMethod, methodOf } from '../../kit/auth-methods.ts';
import type { Phone, PhoneMethod } from './bank-api.ts';

/** "PIN" of OFFLINE_PIN and DEVICE_PIN. */
function factorOf(authMethod: AuthMethod): string {
  const { secondFactor, label } = methodOf(authMethod);
  return secondFactor === 'NONE' ? 'the phone alone' : label;
}

export function isOffline(authMethod: AuthMethod): boolean {
  return methodOf(authMethod).isOffline;
}

export function nameOf(authMethod: AuthMethod): string {
  return isOffline(authMethod) ? `QR code and ${factorOf(authMethod)}` : `Online with ${factorOf(authMethod)}`;
}

/** What the phone asks for before it shows the code. */
export function promptOf(authMethod: AuthMethod): string {
  const { secondFactor, label } = methodOf(authMethod);
  switch (secondFactor) {
    case 'NONE':
      return 'Confirm on the phone';
    case 'PIN':
      return 'Enter your PIN on the phone';
    case 'BIOMETRICS':
      return `Confirm with your ${label} on the phone`;
  }
}

/** Those with a PIN first. */
export function offlineMethodsOf(phone: Phone): PhoneMethod[] {
  return pinFirst(phone.auth_methods.filter((method) => isOffline(method.auth_method)));
}

/** Those with a PIN first. */
export function onlineMethodsOf(phone: Phone): PhoneMethod[] {
  return pinFirst(phone.auth_methods.filter((method) => !isOffline(method.auth_method)));
}

function pinFirst(methods: PhoneMethod[]): PhoneMethod[] {
  const hasPin = (method: PhoneMethod) => Number(methodOf(method.auth_method).secondFactor === 'PIN');
  return methods.sort((a, b) => hasPin(b) - hasPin(a));
}

export function isUsable(method: PhoneMethod): boolean {
  return method.lock_status === 'UNLOCKED';
}
