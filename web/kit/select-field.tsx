// A labelled choice out of few.

import { useId } from 'preact/hooks';
import { describedBy, Labelled, type LabelledProps } from './field.tsx';

export interface Choice<Value extends string> {
  value: Value;
  label: string;
}

export type SelectFieldProps<Value extends string> = LabelledProps & {
  value: Value;
  choices: readonly Choice<Value>[];
  onValue(value: Value): void;
  disabled?: boolean;
};

export function SelectField<Value extends string>({
  label,
  hint,
  error,
  value,
  choices,
  onValue,
  disabled = false,
}: SelectFieldProps<Value>) {
  const id = useId();
  return (
    <Labelled id={id} label={label} hint={hint} error={error}>
      <select
        id={id}
        class="field-control"
        value={value}
        disabled={disabled}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, hint, error)}
        onChange={(event) => {
          const chosen = choices[event.currentTarget.selectedIndex];
          if (chosen) onValue(chosen.value);
        }}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </Labelled>
  );
}
