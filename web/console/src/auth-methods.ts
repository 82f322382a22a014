// The methods of authentication by their two names: that of the API and that of the configuration
// (protocol/auth_method.h).

export interface AuthMethod {
  /** As devices, statistics and audit events have it: `OFFLINE_PIN`. */
  readonly apiName: string;
  /** As the properties of an application have it: `OFFLINE:PIN`. */
  readonly configurationName: string;
  readonly label: string;
  readonly isOffline: boolean;
  readonly isTwoFactor: boolean;
}

const secondFactors = [
  { suffix: '', label: 'device only' },
  { suffix: 'PIN', label: 'PIN' },
  { suffix: 'STRONG_TOUCH_ID', label: 'Touch ID' },
  { suffix: 'IOS_FACE_ID', label: 'Face ID' },
  { suffix: 'ANDROID_FINGERPRINT', label: 'Android fingerprint' },
  { suffix: 'ANDROID_BIOMETRIC_PROMPT', label: 'Android biometrics' },
];

function methodsOf(isOffline: boolean): AuthMethod[] {
  const prefix = isOffline ? 'OFFLINE' : 'DEVICE';
  return secondFactors.map(({ suffix, label }) => ({
    apiName: suffix === '' ? (isOffline ? 'OFFLINE_DEVICE' : 'DEVICE') : `${prefix}_${suffix}`,
    configurationName: suffix === '' ? prefix : `${prefix}:${suffix}`,
    label: `${isOffline ? 'Offline' : 'Online'}, ${label}`,
    isOffline,
    isTwoFactor: suffix !== '',
  }));
}

/** In the server's order: online before offline. */
export const authMethods: readonly AuthMethod[] = [...methodsOf(false), ...methodsOf(true)];

export function methodByApiName(name: string): AuthMethod | undefined {
  return authMethods.find((method) => method.apiName === name);
}

export function methodByConfigurationName(name: string): AuthMethod | undefined {
  return authMethods.find((method) => method.configurationName === name);
}

/** What a person reads; the name itself where this page does not know the method. */
export function methodLabel(apiName: string): string {
  return methodByApiName(apiName)?.label ?? apiName;
}
