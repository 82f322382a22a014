// The customer's phone: its set-up, what it can do, and its removal.

import { useBank } from './bank.ts';
import { PhoneState } from './phone-state.tsx';
import { PhoneSetup } from './phone-setup.tsx';

export function PhonePart() {
  const { phone } = useBank().state;
  return phone ? <PhoneState phone={phone} /> : <PhoneSetup />;
}
