// A short word about the state of something; the word says it, the colour underlines it.

import type { ComponentChildren } from 'preact';

export type TagKind = 'plain' | 'good' | 'warn' | 'bad';

export function Tag({ kind, children }: { kind: TagKind; children: ComponentChildren }) {
  return <span class={`tag tag-${kind}`}>{children}</span>;
}
