// A set of methods as checkboxes.

import type { LabelledProps } from '../../kit/field.tsx';
import { describedBy } from '../../kit/field.tsx';
import { useId } from 'preact/hooks';
import { authMethods, type AuthMethod } from './auth-methods.ts';
import { methodNamesIn, methodsText } from './property-rules.ts';

export interface MethodChoicesProps extends LabelledProps {
  /** Which are offered; one that is in `value` is offered, too, so that it can be taken out. */
  methods: readonly AuthMethod[];
  /** Configuration names, joined by commas. */
  value: string;
  onValue(value: string): void;
}

export function MethodChoices({ label, hint, error, methods, value, onValue }: MethodChoicesProps) {
  const id = useId();
  const chosen = new Set(methodNamesIn(value));
  const offered = authMethods.filter((method) => methods.includes(method) || chosen.has(method.configurationName));

  function toggle(name: string) {
    const next = new Set(chosen);
    if (!next.delete(name)) next.add(name);
    onValue(methodsText(next));
  }

  return (
    <fieldset class="field method-choices" aria-describedby={describedBy(id, hint, error)}>
      <legend class="field-label">{label}</legend>
      <div class="field-hint" id={`${id}-hint`}>
        {hint}
      </div>
      <div class="choices">
        {offered.map(({ configurationName, label: methodLabel }) => (
          <label key={configurationName} class="choice">
            <input
              type="checkbox"
              checked={chosen.has(configurationName)}
              aria-invalid={error ? true : undefined}
              onChange={() => toggle(configurationName)}
            />
            <span>
              {methodLabel} <code class="small">{configurationName}</code>
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
