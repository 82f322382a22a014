// The application of an activation code that was typed: from the demo bank of this server, where it has one.

import { requestJson } from '../../kit/json-api.ts';
import { applicationOf, FormatFault, type Application } from './application.ts';

/** Nothing where the server has no demo bank, or cannot be reached. */
export async function knownApplication(): Promise<Application | undefined> {
  const answer = await requestJson<unknown>(new URL('../demo/api/application', document.baseURI).href);
  if (!answer.ok) return undefined;
  try {
    return applicationOf(answer.value);
  } catch (fault) {
    if (fault instanceof FormatFault) return undefined;
    throw fault;
  }
}
