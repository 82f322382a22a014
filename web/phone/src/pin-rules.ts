// The application's rules for a PIN, as sentences.

import type { PinRules } from '@heliograph/sdk-web';

/** "4 to 12 digits" */
export function ruleOf(rules: PinRules): string {
  const characters = rules.type === 'NUMERIC' ? 'digits' : 'letters and digits';
  const length = rules.minLength === rules.maxLength ? `${rules.minLength}` : `${rules.minLength} to ${rules.maxLength}`;
  return `${length} ${characters}`;
}

/** What is wrong with it, or nothing. */
export function faultOf(pin: string, rules: PinRules): string | undefined {
  const allowed = rules.type === 'NUMERIC' ? /^[0-9]*$/ : /^[0-9A-Za-z]*$/;
  const fits = allowed.test(pin) && pin.length >= rules.minLength && pin.length <= rules.maxLength;
  return fits ? undefined : `A PIN here has ${ruleOf(rules)}.`;
}
