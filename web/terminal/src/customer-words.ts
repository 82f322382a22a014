// What the bank's API says to a program, said to the customer.

import type { ApiFailure, ApiProblem } from '../../kit/json-api.ts';

const words: Partial<Record<ApiProblem['code'], string>> = {
  AUTH_METHOD_NOT_ACTIVATED: 'Your phone cannot confirm in this way. Add it on the phone first, or choose another way.',
  AUTH_METHOD_NOT_ALLOWED: 'Confirming with the phone alone is for small payments only. Choose another way.',
  DEVICE_LOCKED: 'Your phone is locked.',
  INSUFFICIENT_FUNDS:
    'Your account does not hold that much. Payments that wait for your phone are set aside: cancel one, or enter less.',
  INVALID_CONTEXT: 'The payee or the reference has a character that the phone cannot show.',
  INVALID_OTP: 'That is no code from the phone: it has digits only.',
  METHOD_LOCKED: 'This way of confirming is locked.',
  NO_PHONE: 'You have no phone yet. Set one up first.',
  SESSION_NOT_OPEN: 'This payment is not open any more.',
};

/** The same failure; with the API's own sentence where there are no better words. */
export function inCustomerWords(failure: ApiFailure): ApiFailure {
  if (failure.kind === 'network') return failure;
  return { ...failure, detail: words[failure.code] ?? asSentence(failure.detail) };
}

/** "amount is zero" → "Amount is zero." */
function asSentence(detail: string): string {
  const sentence = detail.charAt(0).toUpperCase() + detail.slice(1);
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
