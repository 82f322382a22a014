// A setting that is on or off.

import { useId } from 'preact/hooks';
import './switch-field.css';

export interface SwitchFieldProps {
  label: string;
  hint: string;
  on: boolean;
  onSwitch(on: boolean): void;
}

export function SwitchField({ label, hint, on, onSwitch }: SwitchFieldProps) {
  const id = useId();
  return (
    <div class="switch-field">
      <div>
        <label class="field-label" for={id}>
          {label}
        </label>
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      </div>
      <input
        id={id}
        class="switch"
        type="checkbox"
        role="switch"
        checked={on}
        aria-describedby={`${id}-hint`}
        onChange={(event) => onSwitch(event.currentTarget.checked)}
      />
    </div>
  );
}
