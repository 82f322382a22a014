// The digits of the QR codes that this tab asked for. The bank names them once; a reload must not lose them.

const keyOf = (transferId: string) => `verification-data ${transferId}`;

export function keepVerificationData(transferId: string, digits: string): void {
  sessionStorage.setItem(keyOf(transferId), digits);
}

/** Nothing where another tab began the payment. */
export function verificationDataOf(transferId: string): string | null {
  return sessionStorage.getItem(keyOf(transferId));
}

export function forgetVerificationData(transferId: string): void {
  sessionStorage.removeItem(keyOf(transferId));
}
