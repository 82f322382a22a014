// Controller: the phone's side of Heliograph, one operation at a time. The calls, their meaning and their errors are
// those of the C++ SDK (sdk/controller.h, docs/sdk.md): what it returns is what a promise is fulfilled with, and its
// Error is the HeliographError that a promise is rejected with.
//
// A call that is made while another has not returned waits for it.

import type { AuthMethod, AuthParameter, PinRules } from './auth-method.ts';
import type { KeyStore } from './key-store.ts';
import { Module } from './module.ts';
import type { Transport } from './transport.ts';

export interface ControllerOptions {
  /** Used by this controller alone, as long as it lives. */
  readonly keyStore: KeyStore;
  /** Without it every online call fails with 301 NETWORK_UNAVAILABLE. */
  readonly transport?: Transport;
  /** heliograph.wasm, where it is not to be fetched from beside heliograph.js. */
  readonly wasm?: BufferSource;
}

export interface StartActivationResult {
  /** The online methods that the application allows and this device has. */
  readonly authMethods: readonly AuthMethod[];
  readonly pinRules: PinRules;
}

export interface StartAddOrUpdateResult {
  /** Activated here and allowed to authorise. */
  readonly authorisingMethods: readonly AuthMethod[];
  /** Allowed, and possible on this device. */
  readonly authMethods: readonly AuthMethod[];
  readonly pinRules: PinRules;
}

export interface StartAuthenticationResult {
  /** One line. */
  readonly contextTitle?: string;
  /** Show it exactly: it is what is agreed to. */
  readonly context?: string;
  /** That may answer, activated here; never empty. */
  readonly authMethods: readonly AuthMethod[];
  /** Under which the DEVICE_PIN here was chosen. */
  readonly pinRules: PinRules;
}

export interface StartOfflineAuthenticationResult {
  /** Show it exactly: it is what the code signs. */
  readonly context: string;
  readonly authMethod: AuthMethod;
  readonly pinRules: PinRules;
}

export interface FinishOfflineAuthenticationResult {
  readonly oneTimePassword: string;
}

export class Controller {
  readonly #module: Module;

  private constructor(module: Module) {
    this.#module = module;
  }

  /** Loads the WebAssembly module. Rejects with ModuleFailure where it cannot be loaded. */
  static async create(options: ControllerOptions): Promise<Controller> {
    return new Controller(await Module.open(options.keyStore, options.transport, options.wasm));
  }

  /** Needed before any online call; offline calls do without. Public, and pinned with the page: sdk/config.h. */
  async loadConfig(json: string): Promise<void> {
    await this.#module.call('LoadConfig', json);
  }

  /** Online: binds the activation code to a new signing key of this device. */
  async startActivation(activationCode: string): Promise<StartActivationResult> {
    return (await this.#module.call('StartActivation', activationCode)) as StartActivationResult;
  }

  /** Online: makes the keys of the first method and stores them. */
  async finishActivation(parameter: AuthParameter): Promise<void> {
    await this.#module.call('FinishActivation', parameter.method, parameter.pin);
  }

  /** Online. */
  async startAddOrUpdate(): Promise<StartAddOrUpdateResult> {
    return (await this.#module.call('StartAddOrUpdate')) as StartAddOrUpdateResult;
  }

  /** Online: `authorisation` is an activated two-factor online method, `added` what to add or to give new keys. */
  async finishAddOrUpdate(authorisation: AuthParameter, added: AuthParameter): Promise<void> {
    await this.#module.call(
      'FinishAddOrUpdate',
      authorisation.method,
      authorisation.pin,
      added.method,
      added.pin,
    );
  }

  /** Online: asks for the newest authentication that is open for this device. */
  async startAuthentication(): Promise<StartAuthenticationResult> {
    return (await this.#module.call('StartAuthentication')) as StartAuthenticationResult;
  }

  /** Online: agrees with one of `authMethods`. */
  async finishAuthentication(parameter: AuthParameter): Promise<void> {
    await this.#module.call('FinishAuthentication', parameter.method, parameter.pin);
  }

  /** Offline. Verification data as decimal digits, white space around them ignored. */
  async startOfflineAuthentication(verificationData: string): Promise<StartOfflineAuthenticationResult> {
    return (await this.#module.call(
      'StartOfflineAuthentication',
      verificationData,
    )) as StartOfflineAuthenticationResult;
  }

  /** Offline. A wrong PIN is no error: it makes a wrong password, and only the server can tell. */
  async finishOfflineAuthentication(parameter: AuthParameter): Promise<FinishOfflineAuthenticationResult> {
    return (await this.#module.call(
      'FinishOfflineAuthentication',
      parameter.method,
      parameter.pin,
    )) as FinishOfflineAuthenticationResult;
  }

  /** Closes the open operation, if any; an open authentication is refused at the server, too. */
  async cancelSession(): Promise<void> {
    await this.#module.call('CancelSession');
  }

  async isActivated(): Promise<boolean> {
    return (await this.#module.call('IsActivated')) as boolean;
  }

  async activatedAuthMethods(): Promise<readonly AuthMethod[]> {
    return (await this.#module.call('ActivatedAuthMethods')) as readonly AuthMethod[];
  }

  /** Removes all keys. The server is told first, unless `localOnly`; where that fails nothing is removed. */
  async deactivate(localOnly: boolean): Promise<void> {
    await this.#module.call('Deactivate', localOnly);
  }

  /** The same for one method. */
  async deactivateAuthMethod(method: AuthMethod, localOnly: boolean): Promise<void> {
    await this.#module.call('DeactivateAuthMethod', method, localOnly);
  }
}
