// How an audited action ended.

import type { AuditOutcome } from './api.ts';
import { Tag, type TagKind } from './tag.tsx';
import { inWords } from './words.ts';

const kinds: Record<AuditOutcome, TagKind> = { SUCCESS: 'good', FAILURE: 'bad', REFUSED: 'warn' };

export function OutcomeTag({ outcome }: { outcome: AuditOutcome }) {
  return <Tag kind={kinds[outcome]}>{inWords(outcome)}</Tag>;
}
