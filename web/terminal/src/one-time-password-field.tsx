// The field for the code that the phone shows: digits alone count, and they are shown in groups as on the phone.

import type { RefObject } from 'preact';
import { Field } from '../../kit/field.tsx';
import { oneTimePasswordGroups } from '../../kit/one-time-password-groups.ts';
import './one-time-password-field.css';

export interface OneTimePasswordFieldProps {
  /** How many digits the code has. */
  length: number;
  /** Digits without spaces, `length` at most. */
  value: string;
  onValue(digits: string): void;
  error?: string | undefined;
  inputRef: RefObject<HTMLInputElement | null>;
}

export function OneTimePasswordField({ length, value, onValue, error, inputRef }: OneTimePasswordFieldProps) {
  const grouped = (digits: string) => oneTimePasswordGroups(digits, length).join(' ');

  function take(text: string) {
    const digits = digitsOf(text).slice(0, length);
    const input = inputRef.current;
    if (input) {
      // Written here and not by drawing again, which would put the caret behind the last digit.
      const beforeCaret = digitsOf(text.slice(0, input.selectionStart ?? text.length)).slice(0, length);
      input.value = grouped(digits);
      const caret = grouped(beforeCaret).length;
      input.setSelectionRange(caret, caret);
    }
    onValue(digits);
  }

  return (
    <div class="one-time-password">
      <Field
        label="Code from your phone"
        name="otp"
        inputMode="numeric"
        autoComplete="one-time-code"
        enterKeyHint="done"
        spellcheck={false}
        inputRef={inputRef}
        value={grouped(value)}
        onValue={take}
        error={error}
      />
    </div>
  );
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, '');
}
