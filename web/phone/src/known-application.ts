// The application of an activation code that was typed: from the demo bank of this server, if it has one.

import type { paths } from '../../../build/interface/bank.ts';
import { jsonApi } from '../../kit/json-api.ts';
import type { Application } from './application.ts';

const bankApi = jsonApi<paths>({ baseUrl: '..' });

/** Nothing if the server has no demo bank, or cannot be reached. */
export async function knownApplication(): Promise<Application | undefined> {
  const answer = await bankApi.get('/demo/api/application');
  return answer.ok ? answer.value : undefined;
}
