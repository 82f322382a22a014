// What differs between two configurations.

import { changesBetween, ruleOf, type Properties, type PropertyName } from './property-rules.ts';

export function PropertyChanges({ before, after }: { before: Properties; after: Properties }) {
  const names = Object.keys(changesBetween(before, after)) as PropertyName[];
  if (names.length === 0) return <p class="soft">Nothing differs.</p>;
  return (
    <ul class="changes">
      {names.map((name) => (
        <li key={name}>
          <span>{ruleOf(name).label}</span>
          <br />
          <PropertyValue name={name} value={before[name]} /> <span aria-label="becomes">→</span>{' '}
          <strong>
            <PropertyValue name={name} value={after[name]} />
          </strong>
        </li>
      ))}
    </ul>
  );
}

/** An empty value is its default. */
export function PropertyValue({ name, value }: { name: PropertyName; value: string | undefined }) {
  if (value) return <code class="value">{value.replaceAll(',', ', ')}</code>;
  const fallback = ruleOf(name).defaultValue;
  return <span class="soft">{fallback === '' ? 'none' : `default (${fallback})`}</span>;
}
