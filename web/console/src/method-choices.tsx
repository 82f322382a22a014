// A set of methods as checkboxes.

import type { LabelledProps } from '../../kit/field.tsx';
import { describedBy } from '../../kit/field.tsx';
import { useId } from 'preact/hooks';
import { methodByConfigurationName } from './auth-methods.ts';
import { methodNamesIn } from './configuration-properties.ts';

export interface MethodChoicesProps extends LabelledProps {
  /** Configuration names, in the order of `value`. One that is in `value` is offered, too, so that it can be taken out. */
  choices: readonly string[];
  /** Configuration names, joined by commas. */
  value: string;
  onValue(value: string): void;
}

export function MethodChoices({ label, hint, error, choices, value, onValue }: MethodChoicesProps) {
  const id = useId();
  const chosen = new Set(methodNamesIn(value));
  const offered = [...new Set([...choices, ...chosen])];

  function toggle(name: string) {
    const next = new Set(chosen);
    if (!next.delete(name)) next.add(name);
    onValue(offered.filter((choice) => next.has(choice)).join(','));
  }

  return (
    <fieldset class="field method-choices" aria-describedby={describedBy(id, hint, error)}>
      <legend class="field-label">{label}</legend>
      <div class="field-hint" id={`${id}-hint`}>
        {hint}
      </div>
      <div class="choices">
        {offered.map((name) => (
          <label key={name} class="choice">
            <input
              type="checkbox"
              checked={chosen.has(name)}
              aria-invalid={error ? true : undefined}
              onChange={() => toggle(name)}
            />
            <span>
              {methodByConfigurationName(name)?.label} <code class="small">{name}</code>
            </span>
          </label>
        ))}
      </div>
      {error && (
        <div class="field-error" id={`${id}-error`} role="alert">
          {error}
        </div>
      )}
    </fieldset>
  );
}
