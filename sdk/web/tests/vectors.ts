// The published vectors of the offline core (tests/vectors/offline-core.json).

import { readFileSync } from 'node:fs';
import type { AuthMethod } from '../src/index.ts';

export interface Vector {
  device_id: string;
  auth_method: AuthMethod;
  data_key: string;
  otp_key: string;
  context: string;
  verification_data: string;
  otp: string;
}

export function readVectors(): Vector[] {
  const file = new URL('../../../tests/vectors/offline-core.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { vectors: Vector[] }).vectors;
}
