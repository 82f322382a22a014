// Begins a payment and goes to its confirmation.

import { useState } from 'preact/hooks';
import type { ApiFailure } from '../../kit/json-api.ts';
import { isUsable, offlineMethodsOf, onlineMethodsOf } from './auth-methods.ts';
import { useBank } from './bank.ts';
import { bankApi, type AuthMethod, type Channel, type PaymentOrder, type Phone } from './bank-api.ts';
import { goTo, paymentLink } from './route.ts';
import { keepVerificationData } from './verification-data.ts';

export interface BeginPayment {
  /** `authMethod`: one of the channel's; the first that the phone has where it is left out. */
  begin(order: PaymentOrder, channel: Channel, authMethod?: AuthMethod): Promise<void>;
  busy: boolean;
  failure: ApiFailure | null;
}

/** `replace`: the new payment takes the place of what is shown, as far as the back button goes. */
export function useBeginPayment({ replace = false } = {}): BeginPayment {
  const bank = useBank();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);

  async function begin(order: PaymentOrder, channel: Channel, authMethod?: AuthMethod) {
    const method = authMethod ?? firstMethodOf(bank.state.phone, channel);
    setBusy(true);
    setFailure(null);
    const { payee, iban, amount, reference } = order;
    const body = { payee, iban, amount, reference, channel, ...(method && { auth_method: method }) };
    const result = bank.heed(await bankApi.post('/demo/api/transfers', { body }));
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

function firstMethodOf(phone: Phone | null, channel: Channel): AuthMethod | undefined {
  if (!phone) return undefined;
  const methods = channel === 'OFFLINE' ? offlineMethodsOf(phone) : onlineMethodsOf(phone);
  return methods.find(isUsable)?.auth_method;
}
