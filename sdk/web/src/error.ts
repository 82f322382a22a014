// What a call of the controller is rejected with: the C++ SDK's Error (sdk/error.h; docs/sdk.md says what to show).

export type ErrorName =
  | 'INVALID_INPUT_FORMAT'
  | 'NOT_ACTIVATED'
  | 'WRONG_STATE'
  | 'METHOD_NOT_ALLOWED'
  | 'NO_SESSION'
  | 'EXPIRED_SESSION'
  | 'AUTHENTICATION_FAILED'
  | 'LOCKED_BY_ADMIN'
  | 'LOCKED'
  | 'ILLEGAL_AUTH_METHOD'
  | 'NETWORK_UNAVAILABLE'
  | 'REJECTED_REQUEST'
  | 'TRY_LATER'
  | 'UNEXPECTED_ANSWER'
  | 'NOT_FOR_THIS_DEVICE'
  | 'INVALID_CONTEXT'
  | 'KEY_STORE_UNAVAILABLE'
  | 'KEY_STORE_INSECURE'
  | 'BIOMETRIC_NO_MATCH'
  | 'BIOMETRIC_CANCELLED'
  | 'BIOMETRIC_ENROLMENT_CHANGED';

export class HeliographError extends Error {
  override readonly name = 'HeliographError';
  /** The number, such as 214. */
  readonly number: number;
  /** Its name, such as AUTHENTICATION_FAILED. */
  readonly code: ErrorName;
  /** One sentence in English for the log; never a secret. Show texts of your own, chosen by number. */
  readonly detail: string;
  /** The operation is still open: the same finish may be called again without a new start. */
  readonly isRecoverable: boolean;
  /** After a wrong PIN, where the server told. At 1 the next wrong PIN locks the device. */
  readonly remainingAttempts?: number;

  constructor(error: {
    number: number;
    name: ErrorName;
    detail: string;
    isRecoverable: boolean;
    remainingAttempts?: number;
  }) {
    super(`${error.number} ${error.name}: ${error.detail}`);
    this.number = error.number;
    this.code = error.name;
    this.detail = error.detail;
    this.isRecoverable = error.isRecoverable;
    if (error.remainingAttempts !== undefined) this.remainingAttempts = error.remainingAttempts;
  }
}
