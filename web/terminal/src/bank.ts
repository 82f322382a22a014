// The signed-in customer's bank, for every part of the page.

import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { ApiFailure, ApiResult } from '../../kit/json-api.ts';
import type { BankState, PaymentOrder } from './bank-api.ts';

export interface Bank {
  state: BankState;
  /** Loads the state again; what failed, if it did. */
  refresh(): Promise<ApiFailure | null>;
  /** Passes an answer on, in the customer's words, and shows the sign-in where it says that the session is over. */
  heed<Value>(result: ApiResult<Value>): ApiResult<Value>;
  /** What the form holds: kept while the customer looks elsewhere. */
  draft: PaymentOrder;
  setDraft(draft: PaymentOrder): void;
}

export const emptyDraft: PaymentOrder = { payee: '', iban: '', amount: '', reference: '' };

export const BankContext = createContext<Bank | null>(null);

export function useBank(): Bank {
  const bank = useContext(BankContext);
  if (!bank) throw new Error('this part is shown after sign-in only');
  return bank;
}
