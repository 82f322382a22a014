// The phone's authentication methods in the customer's words.

import type { Phone, PhoneMethod } from './bank-api.ts';

/** "PIN" of OFFLINE_PIN and DEVICE_PIN. */
function factorOf(authMethod: string): string {
  const factor = authMethod.replace(/^(OFFLINE|DEVICE)_?/, '');
  switch (factor) {
    case '':
    case 'DEVICE':
      return 'the phone alone';
    case 'PIN':
      return 'PIN';
    case 'IOS_FACE_ID':
      return 'face';
    case 'STRONG_TOUCH_ID':
    case 'ANDROID_FINGERPRINT':
      return 'fingerprint';
    default:
      return 'fingerprint or face';
  }
}

export function isOffline(authMethod: string): boolean {
  return authMethod.startsWith('OFFLINE_');
}

export function nameOf(authMethod: string): string {
  return isOffline(authMethod) ? `QR code and ${factorOf(authMethod)}` : `Online with ${factorOf(authMethod)}`;
}

/** What the phone asks for before it shows the code. */
export function promptOf(authMethod: string): string {
  const factor = factorOf(authMethod);
  switch (factor) {
    case 'the phone alone':
      return 'Confirm on the phone';
    case 'PIN':
      return 'Enter your PIN on the phone';
    default:
      return `Confirm with your ${factor} on the phone`;
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
  const hasPin = (method: PhoneMethod) => Number(factorOf(method.auth_method) === 'PIN');
  return methods.sort((a, b) => hasPin(b) - hasPin(a));
}

export function isUsable(method: PhoneMethod): boolean {
  return method.lock_status === 'UNLOCKED';
}
