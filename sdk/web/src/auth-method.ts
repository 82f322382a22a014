// Authentication methods, as protocol/auth_method.h has them, and what a user gives for one.

export type AuthMethod =
  | 'DEVICE'
  | 'DEVICE_PIN'
  | 'DEVICE_STRONG_TOUCH_ID'
  | 'DEVICE_IOS_FACE_ID'
  | 'DEVICE_ANDROID_FINGERPRINT'
  | 'DEVICE_ANDROID_BIOMETRIC_PROMPT'
  | 'OFFLINE_DEVICE'
  | 'OFFLINE_PIN'
  | 'OFFLINE_STRONG_TOUCH_ID'
  | 'OFFLINE_IOS_FACE_ID'
  | 'OFFLINE_ANDROID_FINGERPRINT'
  | 'OFFLINE_ANDROID_BIOMETRIC_PROMPT';

/** 0-9; 0-9 A-Z a-z. */
export type PinType = 'NUMERIC' | 'ALPHANUMERIC';

export interface PinRules {
  readonly minLength: number;
  readonly maxLength: number;
  readonly type: PinType;
}

/**
 * What the user gave to authenticate with one method. `pin` belongs to DEVICE_PIN and OFFLINE_PIN; for the biometric
 * methods the key store asks the user. The PIN is wiped in the module's memory after the call; the string itself cannot
 * be wiped by anybody: let go of it.
 */
export interface AuthParameter {
  readonly method: AuthMethod;
  readonly pin?: string;
}
