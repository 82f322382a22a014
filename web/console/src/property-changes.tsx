// What differs between two configurations.

import type { ConfigurationProperties, ConfigurationProperty } from './api.ts';
import { changesBetween, defaultOf } from './configuration-properties.ts';
import { useConsole } from './console-context.ts';

export interface PropertyChangesProps {
  before: ConfigurationProperties;
  after: ConfigurationProperties;
}

export function PropertyChanges({ before, after }: PropertyChangesProps) {
  const { directory } = useConsole();
  const changes = changesBetween(before, after);
  const changed = directory.properties.filter(({ name }) => name in changes);
  if (changed.length === 0) return <p class="soft">Nothing differs.</p>;
  return (
    <ul class="changes">
      {changed.map((property) => (
        <li key={property.name}>
          <span>{property.title}</span>
          <br />
          <PropertyValue property={property} value={before[property.name]} /> <span aria-label="becomes">→</span>{' '}
          <strong>
            <PropertyValue property={property} value={after[property.name]} />
          </strong>
        </li>
      ))}
    </ul>
  );
}

/** An empty value is its default. */
export function PropertyValue({ property, value }: { property: ConfigurationProperty; value: string | undefined }) {
  if (value) return <code class="value">{value.replaceAll(',', ', ')}</code>;
  return <span class="soft">default ({defaultOf(property)})</span>;
}
