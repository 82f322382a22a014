import type { ApiFailure } from '../../kit/json-api.ts';
import type { Transfer } from './bank-api.ts';

/** What both ways to confirm are given. */
export interface ConfirmProps {
  /** STARTED. */
  transfer: Transfer;
  onTransfer(transfer: Transfer): void;
  /** Why the last reload() failed, if it did. */
  failure: ApiFailure | null;
  reload(): Promise<void>;
}
