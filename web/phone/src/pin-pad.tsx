// Takes a PIN: by buttons or keyboard where it is digits, as a password field where it has letters.
//
// The PIN is in memory only while it is typed: it is handed over once and forgotten, and forgotten when the screen is left.

import type { PinRules } from '@heliograph/sdk-web';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../../kit/button.tsx';
import { Field } from '../../kit/field.tsx';
import { Notice } from '../../kit/notice.tsx';
import { faultOf, ruleOf } from './pin-rules.ts';
import './pin-pad.css';

export interface PinPadProps {
  /** "Your PIN" */
  label: string;
  rules: PinRules;
  /** What happens with it: "Confirm". */
  confirmLabel: string;
  busy?: boolean;
  /** Why the last one was not taken. */
  error?: string | undefined;
  onPin(pin: string): void;
}

export function PinPad(props: PinPadProps) {
  return props.rules.type === 'NUMERIC' ? <DigitPad {...props} /> : <PasswordPad {...props} />;
}

function DigitPad({ label, rules, confirmLabel, busy = false, error, onPin }: PinPadProps) {
  const pin = useRef('');
  const [length, setLength] = useState(0);
  const labelText = useRef<HTMLParagraphElement>(null);
  const complete = length >= rules.minLength;

  // The heading of the screen has the focus first, as what is confirmed comes before the PIN. Where one pad follows another
  // the focus went with the first one.
  useEffect(() => {
    if (document.activeElement === document.body) labelText.current?.focus({ preventScroll: true });
  }, []);

  const hold = (digits: string) => {
    pin.current = digits;
    setLength(digits.length);
  };
  const type = (digit: string) => {
    if (!busy && pin.current.length < rules.maxLength) hold(pin.current + digit);
  };
  const erase = () => {
    if (!busy) hold(pin.current.slice(0, -1));
  };
  const submit = () => {
    const digits = pin.current;
    if (busy || digits.length < rules.minLength) return;
    hold('');
    onPin(digits);
  };
  useDigitKeys({ type, erase, submit });

  const places = Math.max(rules.minLength, length);
  return (
    <div class="pin-pad" role="group" aria-label={label}>
      <p class="pin-label" ref={labelText} tabIndex={-1}>
        {label}
      </p>
      <div class={places > 8 ? 'pin-dots pin-dots-many' : 'pin-dots'} aria-hidden="true">
        {Array.from({ length: places }, (_, place) => (
          <span key={place} class={place < length ? 'pin-dot pin-dot-typed' : 'pin-dot'} />
        ))}
      </div>
      <span class="visually-hidden" role="status">
        {length === 0 ? 'No digit typed' : `${length} typed`}
      </span>
      {error ? (
        <p class="pin-error" role="alert">
          {error}
        </p>
      ) : (
        <p class="pin-rule">{ruleOf(rules)}</p>
      )}
      <div class="pin-keys">
        {['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((digit) => (
          <Key key={digit} onPress={() => type(digit)}>
            {digit}
          </Key>
        ))}
        <span />
        <Key onPress={() => type('0')}>0</Key>
        <Key label="Delete the last digit" onPress={erase}>
          ⌫
        </Key>
      </div>
      <div class="pin-confirm">
        <Button kind="primary" busy={busy} disabled={!complete && !busy} onClick={submit}>
          {confirmLabel}
        </Button>
      </div>
    </div>
  );
}

interface DigitKeys {
  type(digit: string): void;
  erase(): void;
  submit(): void;
}

// Digits count wherever the focus is, except in a field; Enter where it does nothing else. From the moment in which the pad
// is shown: who types on from the pad before must not lose a digit.
function useDigitKeys(keys: DigitKeys) {
  const latestKeys = useRef(keys);
  latestKeys.current = keys;
  useLayoutEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof Element)) return;
      if (event.target.closest('input, textarea, select, dialog')) return;
      const { type, erase, submit } = latestKeys.current;
      if (/^[0-9]$/.test(event.key)) type(event.key);
      else if (event.key === 'Backspace') erase();
      else if (event.key === 'Enter' && !event.target.closest('button, a')) submit();
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, []);
}

// A click leaves the focus where it was, so that Enter then confirms instead of pressing the key once more.
function Key({ label, onPress, children }: { label?: string; onPress(): void; children: string }) {
  return (
    <button type="button" class="pin-key" aria-label={label} onMouseDown={keepFocus} onClick={onPress}>
      {children}
    </button>
  );
}

function keepFocus(event: MouseEvent) {
  event.preventDefault();
}

function PasswordPad({ label, rules, confirmLabel, busy = false, error, onPin }: PinPadProps) {
  const [pin, setPin] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  const fault = pin === '' ? undefined : faultOf(pin, rules);
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (busy || faultOf(pin, rules) !== undefined) return;
        setPin('');
        onPin(pin);
      }}
    >
      {error && <Notice kind="bad">{error}</Notice>}
      <Field
        label={label}
        hint={ruleOf(rules)}
        error={pin.length >= rules.minLength ? fault : undefined}
        type="password"
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        maxLength={rules.maxLength}
        value={pin}
        onValue={setPin}
        inputRef={field}
      />
      <Button kind="primary" type="submit" busy={busy} disabled={(pin === '' || fault !== undefined) && !busy}>
        {confirmLabel}
      </Button>
    </form>
  );
}
