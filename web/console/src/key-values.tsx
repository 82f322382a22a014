// What there is to say about one thing: names and values below one another.

import type { ComponentChildren } from 'preact';

/** What has no value is left out. */
export type KeyValue = readonly [name: string, value: ComponentChildren];

export function KeyValues({ entries }: { entries: readonly KeyValue[] }) {
  return (
    <dl class="key-values">
      {entries
        .filter(([, value]) => value !== undefined && value !== null && value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
