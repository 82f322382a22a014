// A labelled field for a text of several lines, like the kit's Field.

import { useId } from 'preact/hooks';
import { describedBy, Labelled, type LabelledProps } from '../../kit/field.tsx';

export type TextAreaFieldProps = LabelledProps & {
  value: string;
  rows?: number;
  inputMode?: 'numeric' | 'text';
  onValue(value: string): void;
};

export function TextAreaField({ label, hint, error, value, rows = 4, inputMode = 'text', onValue }: TextAreaFieldProps) {
  const id = useId();
  return (
    <Labelled id={id} label={label} hint={hint} error={error}>
      <textarea
        id={id}
        class="field-control text-area"
        rows={rows}
        inputMode={inputMode}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        value={value}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, hint, error)}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
    </Labelled>
  );
}
