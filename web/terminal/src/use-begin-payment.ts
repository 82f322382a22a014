// Begins a payment and goes to its confirmation.

import { useState } from 'preact/hooks';
import type { ApiFailure } from '../../kit/json-api.ts';
import { offlineMethodsOf } from './auth-methods.ts';
import { useBank } from './bank.ts';
import { type Channel, type PaymentOrder, startTransfer } from './bank-api.ts';
import { goTo, paymentLink } from './route.ts';
import { keepVerificationData } from './verification-data.ts';

export interface BeginPayment {
  /** `authMethod`: an offline one; the first that the phone has where it is left out. */
  begin(order: PaymentOrder, channel: Channel, authMethod?: string): Promise<void>;
  busy: boolean;
  failure: ApiFailure | null;
}

/** `replace`: the new payment takes the place of what is shown, as far as the back button goes. */
export function useBeginPayment({ replace = false } = {}): BeginPayment {
  const bank = useBank();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);

  async function begin(order: PaymentOrder, channel: Channel, authMethod?: string) {
    const { phone } = bank.state;
    const offline = authMethod ?? (phone ? offlineMethodsOf(phone)[0]?.auth_method : undefined);
    setBusy(true);
    setFailure(null);
    const result = bank.heed(await startTransfer(order, channel, channel === 'OFFLINE' ? offline : undefined));
    setBusy(false);
    if (!result.ok) {
      setFailure(result.failure);
      if (result.failure.kind === 'problem' && result.failure.status === 423) void bank.refresh();
      return;
    }
    const { id, verification_data: digits } = result.value;
    if (digits) keepVerificationData(id, digits);
    goTo(paymentLink(id), { replace });
  }

  return { begin, busy, failure };
}
