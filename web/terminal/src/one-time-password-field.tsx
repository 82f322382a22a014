// The field for the code that the phone shows: digits alone count, and they are shown in groups as on the phone.

import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Field } from '../../kit/field.tsx';
import { groupDigits } from '../../kit/format.ts';

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
  /** How many digits stand before the caret, after an input. */
  const digitsBeforeCaret = useRef<number | null>(null);
  const groupSize = length % 4 === 0 ? 4 : 3;

  useLayoutEffect(() => {
    const input = inputRef.current;
    const digits = digitsBeforeCaret.current;
    digitsBeforeCaret.current = null;
    if (!input || digits === null) return;
    const caret = groupDigits(value.slice(0, digits), groupSize).length;
    input.setSelectionRange(caret, caret);
  });

  function take(text: string) {
    const input = inputRef.current;
    const digits = digitsOf(text).slice(0, length);
    digitsBeforeCaret.current = digitsOf(text.slice(0, input?.selectionStart ?? text.length)).length;
    // What is typed may leave the digits as they are, and then nothing would be drawn again.
    if (input && digits === value) input.value = groupDigits(digits, groupSize);
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
        value={groupDigits(value, groupSize)}
        onValue={take}
        error={error}
      />
    </div>
  );
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, '');
}
