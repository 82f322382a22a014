// The demo bank's interface as this page calls it. All of it is generated from demo_bank/openapi.json in the build
// (interface/generate.mjs).

import { jsonApi } from '../../kit/json-api.ts';
import type { Device, DeviceAuthMethod, paths, Transfer } from '../../../build/interface/bank.ts';

export type * from '../../../build/interface/bank.ts';

/** As the server has it. */
export type Phone = Device;
export type PhoneMethod = DeviceAuthMethod;

/** What the customer fills in; `amount` as "12.34". */
export type PaymentOrder = Pick<Transfer, 'payee' | 'iban' | 'amount' | 'reference'>;

// Relative to the page, which may be behind a proxy that puts a path before everything.
const baseUrl = '..';

export const bankApi = jsonApi<paths>({ baseUrl });

export const transferPath = '/demo/api/transfers/{id}';

export function pathTo({ id }: Pick<Transfer, 'id'>) {
  return { path: { id } };
}

/** Of an image. */
export function qrCodeOf(id: string): string {
  const path: keyof paths = `${transferPath}/qr`;
  return baseUrl + path.replace('{id}', encodeURIComponent(id));
}
