// Opens the SDK's controller for one registration. Each screen opens its own: what it began is over when it is left.

import { Controller, FetchTransport, IndexedDbKeyStore } from '@heliograph/sdk-web';
import type { Registration } from './registrations.ts';
import { ownServiceUrl } from './service-url.ts';

/** Rejects with HeliographError 105 where the application's configuration breaks its format; `detail` names the member. */
export async function openController(registration: Registration): Promise<Controller> {
  const keyStore = await IndexedDbKeyStore.open(registration.id);
  const controller = await Controller.create({ keyStore, transport: new FetchTransport() });
  await controller.loadConfig(JSON.stringify({ ...registration.application, service_url: ownServiceUrl() }));
  return controller;
}
