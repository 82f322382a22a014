// The demo bank's API, below this page at api/.

import { type ApiResult, requestJson } from '../../kit/json-api.ts';

export type SessionStatus = 'STARTED' | 'COMPLETED' | 'FAILED' | 'CANCELLED' | 'EXPIRED';
export type Channel = 'OFFLINE' | 'ONLINE';
type LockStatus = 'LOCKED' | 'UNLOCKED';
export type LockReason = 'ATTEMPTS_EXHAUSTED' | 'ADMIN' | 'CLONE_DETECTED';

export interface PhoneMethod {
  auth_method: string;
  lock_status: LockStatus;
  remaining_attempts: number;
  lock_reason?: LockReason;
  /** Where the lock ends by itself. */
  locked_until?: string;
}

export interface Phone {
  device_id: string;
  device_status: 'ACTIVE' | 'DEACTIVATED';
  lock_status: LockStatus;
  lock_reason?: LockReason;
  locked_until?: string;
  auth_methods: PhoneMethod[];
}

/** What the customer fills in; `amount` as "12.34". */
export interface PaymentOrder {
  payee: string;
  iban: string;
  amount: string;
  reference: string;
}

export interface Transfer extends PaymentOrder {
  id: string;
  currency: string;
  /** What the phone shows. */
  context: string;
  channel: Channel;
  auth_method: string;
  status: SessionStatus;
  remaining_attempts?: number;
  otp_length?: number;
  created_at: string;
  expires_at: string;
  locked_until?: string;
}

export interface NewTransfer extends Transfer {
  /** The digits of the QR code; in this answer alone. */
  verification_data?: string;
}

export interface VerifiedTransfer extends Transfer {
  result: 'SUCCESS' | 'FAILURE';
  /** Where one attempt is left: what the next wrong password leads to. */
  lock_warning?: 'TEMPORARY' | 'PERMANENT';
}

export interface BankState {
  customer: string;
  balance: string;
  currency: string;
  /** Newest first. */
  transfers: Transfer[];
  phone: Phone | null;
}

/** What a phone needs to know of the application before it can be set up. */
export interface Application {
  service_url: string;
  application_id: string;
  channel_public_key: string;
}

export interface NewEnrolment {
  id: string;
  status: SessionStatus;
  activation_code: string;
  expires_at: string;
  application: Application;
}

export interface Enrolment {
  id: string;
  status: SessionStatus;
  expires_at: string;
}

export function signIn(customer: string, password: string): Promise<ApiResult<BankState>> {
  return requestJson('api/sign-in', { method: 'POST', body: { customer, password } });
}

export function signOut(): Promise<ApiResult<undefined>> {
  return requestJson('api/sign-out', { method: 'POST' });
}

export function loadState(): Promise<ApiResult<BankState>> {
  return requestJson('api/state');
}

export function startEnrolment(): Promise<ApiResult<NewEnrolment>> {
  return requestJson('api/enrolment', { method: 'POST', body: {} });
}

export function loadEnrolment(): Promise<ApiResult<Enrolment>> {
  return requestJson('api/enrolment');
}

export function removePhone(): Promise<ApiResult<undefined>> {
  return requestJson('api/phone', { method: 'DELETE' });
}

/** `authMethod` is one of the channel's; the one with the PIN where it is left out. */
export function startTransfer(
  order: PaymentOrder,
  channel: Channel,
  authMethod?: string,
): Promise<ApiResult<NewTransfer>> {
  const { payee, iban, amount, reference } = order;
  const body = { payee, iban, amount, reference, channel, ...(authMethod ? { auth_method: authMethod } : {}) };
  return requestJson('api/transfers', { method: 'POST', body });
}

export function loadTransfer(id: string): Promise<ApiResult<Transfer>> {
  return requestJson(pathOf(id));
}

export function verifyTransfer(id: string, otp: string): Promise<ApiResult<VerifiedTransfer>> {
  return requestJson(`${pathOf(id)}/verify`, { method: 'POST', body: { otp } });
}

export function cancelTransfer(id: string): Promise<ApiResult<Transfer>> {
  return requestJson(`${pathOf(id)}/cancel`, { method: 'POST' });
}

export function qrCodeOf(id: string): string {
  return `${pathOf(id)}/qr`;
}

function pathOf(id: string): string {
  return `api/transfers/${encodeURIComponent(id)}`;
}
