// Opens verification data with the registration that it was made for.

import { HeliographError, type AuthMethod, type Controller, type PinRules } from '@heliograph/sdk-web';
import { openController } from './controller.ts';
import type { Registration } from './registrations.ts';

export interface OpenedTransaction {
  registration: Registration;
  controller: Controller;
  context: string;
  authMethod: AuthMethod;
  pinRules: PinRules;
}

/**
 * Tries the registrations in their order; the data itself tells whom it is for. Rejects with the fault that says most
 * where it is for none of them.
 */
export async function openTransaction(registrations: Registration[], digits: string): Promise<OpenedTransaction> {
  let worst: unknown;
  for (const registration of registrations) {
    try {
      const controller = await openController(registration);
      return { registration, controller, ...(await controller.startOfflineAuthentication(digits)) };
    } catch (fault) {
      if (worst === undefined || weightOf(fault) > weightOf(worst)) worst = fault;
    }
  }
  throw worst;
}

// A registration that lacks the method says less than one that has it and cannot open the data, and that less than one
// that opened it and refuses its text.
function weightOf(fault: unknown): number {
  const order = [105, 129, 311, 321, 322, 312];
  return fault instanceof HeliographError ? order.indexOf(fault.number) : order.length;
}
