// The phone's side of Heliograph for browsers: the C++ SDK's Controller, with what a browser has for its keys and its
// network.

export { type AuthMethod, type AuthParameter, type PinRules, type PinType } from './auth-method.ts';
export {
  Controller,
  type ControllerOptions,
  type FinishOfflineAuthenticationResult,
  type StartActivationResult,
  type StartAddOrUpdateResult,
  type StartAuthenticationResult,
  type StartOfflineAuthenticationResult,
} from './controller.ts';
export { type ErrorName, HeliographError } from './error.ts';
export { FetchTransport } from './fetch-transport.ts';
export { IndexedDbKeyStore } from './indexed-db-key-store.ts';
export { type KeyStore, type KeyStoreChange, KeyStoreFailure, type KeyStoreFailureKind } from './key-store.ts';
export { ModuleFailure } from './module.ts';
export { type Transport, TransportFailure, type TransportFailureKind } from './transport.ts';
