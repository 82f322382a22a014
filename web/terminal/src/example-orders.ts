// Payments to try things with, filled in at one press. The account numbers are the registry's own examples.

import type { PaymentOrder } from './bank-api.ts';

export const exampleOrders: readonly PaymentOrder[] = [
  { payee: 'Green Energy Co-op', iban: 'DE89370400440532013000', amount: '48.20', reference: 'Invoice 2026-17 ☀️' },
  { payee: 'Café Zürich 東京店', iban: 'NL91ABNA0417164300', amount: '12.50', reference: 'Lunch, thank you!' },
  { payee: 'Harbour Homes', iban: 'GB82WEST12345698765432', amount: '950.00', reference: 'Rent December' },
];
