// A labelled input with its hint and its error.

import type { ComponentChildren, InputHTMLAttributes, LooseInputHTMLAttributes, Ref } from 'preact';
import { useId } from 'preact/hooks';
import './field.css';

/** What a field and a choice have in common. */
export interface LabelledProps {
  label: string;
  hint?: ComponentChildren;
  /** What is wrong and how to mend it; read out with the field. */
  error?: string | undefined;
}

export type FieldProps = LabelledProps &
  Omit<LooseInputHTMLAttributes, 'id' | 'label' | 'value' | 'class' | 'className' | 'onInput' | 'role'> & {
    value: string;
    onValue(value: string): void;
    inputRef?: Ref<HTMLInputElement>;
  };

/** `type` and the other attributes are those of <input>; 'text' where left out. */
export function Field({ label, hint, error, value, onValue, inputRef, ...rest }: FieldProps) {
  const id = useId();
  // Preact's types tie the role to each type's literal, and here the type is known to the caller only.
  const attributes = { type: 'text', ...rest } as InputHTMLAttributes;
  return (
    <Labelled id={id} label={label} hint={hint} error={error}>
      <input
        {...attributes}
        id={id}
        class="field-control"
        ref={inputRef}
        value={value}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, hint, error)}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
    </Labelled>
  );
}

export function describedBy(id: string, hint: ComponentChildren, error: string | undefined): string | undefined {
  return [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ') || undefined;
}

/** The frame around a control that has `id`, `class="field-control"` and describedBy() as its description. */
export function Labelled({
  id,
  label,
  hint,
  error,
  children,
}: LabelledProps & { id: string; children: ComponentChildren }) {
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      {hint && (
        <div class="field-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {children}
      {error && (
        <div class="field-error" id={`${id}-error`} role="alert">
          {error}
        </div>
      )}
    </div>
  );
}
