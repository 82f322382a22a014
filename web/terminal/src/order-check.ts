// What is wrong with a filled-in payment, field by field, in words that tell how to mend it.

import { formatMoney } from '../../kit/format.ts';
import type { ApiFailure } from '../../kit/json-api.ts';
import type { PaymentOrder } from './bank-api.ts';
import { compactIban, isIban } from './iban.ts';

// What the text that the phone shows has room for, in bytes of UTF-8.
const maxPayeeSize = 70;
const maxReferenceSize = 60;

export type OrderErrors = Partial<Record<keyof PaymentOrder, string>>;

/** "12,5" → "12.50"; what is no amount stays as it is. */
export function normaliseAmount(text: string): string {
  const amount = text.trim().replace(',', '.');
  return /^\d+(\.\d{1,2})?$/.test(amount) ? Number(amount).toFixed(2) : text;
}

export function normaliseOrder(order: PaymentOrder): PaymentOrder {
  return {
    payee: order.payee.trim(),
    iban: compactIban(order.iban),
    amount: normaliseAmount(order.amount),
    reference: order.reference.trim(),
  };
}

/** Of a normalised order. */
export function errorsOf(order: PaymentOrder, balance: string, currency: string): OrderErrors {
  const errors: OrderErrors = {};
  if (!order.payee) errors.payee = 'Enter whom you pay.';
  else if (sizeOf(order.payee) > maxPayeeSize)
    errors.payee = 'This name is too long for the phone to show: shorten it.';
  if (!order.iban) errors.iban = 'Enter the account that you pay to.';
  else if (!isIban(order.iban)) errors.iban = 'This is no valid IBAN: check it for a mistyped character.';
  if (!order.amount.trim()) errors.amount = 'Enter an amount.';
  else if (!/^\d+\.\d\d$/.test(order.amount)) errors.amount = 'Enter an amount such as 12.34.';
  else if (Number(order.amount) === 0) errors.amount = 'Enter an amount above zero.';
  else if (Number(order.amount) > Number(balance)) {
    errors.amount = `Your account holds ${formatMoney(balance, currency)}: enter less.`;
  }
  if (sizeOf(order.reference) > maxReferenceSize) {
    errors.reference = 'This reference is too long for the phone to show: shorten it.';
  }
  return errors;
}

/** Where the bank refused an order for one of its fields: that field's error. */
export function refusedFieldOf(failure: ApiFailure | null): OrderErrors {
  if (failure?.kind !== 'problem') return {};
  if (failure.code === 'INSUFFICIENT_FUNDS') return { amount: failure.detail };
  if (failure.status !== 400) return {};
  const field = (['payee', 'iban', 'amount', 'reference'] as const).find((name) =>
    failure.detail.toLowerCase().startsWith(`${name} `),
  );
  return field ? { [field]: failure.detail } : {};
}

function sizeOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
