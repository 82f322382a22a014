// The properties of an application, by what the server says of them: its table has their names, bounds and texts
// (GET /admin-api/v1/configuration-properties). What must fit together only the server knows; it is asked (use-trial.ts).

import type { ApiFailure } from '../../kit/json-api.ts';
import type { ConfigurationProperties, ConfigurationProperty } from './api.ts';

/** "4 to 9", "0, or 30 to 86400 seconds" */
export function boundsOf({ minimum, maximum, unit, zero_allowed }: ConfigurationProperty): string {
  const range = `${minimum} to ${maximum}${unit === undefined ? '' : ` ${unit}`}`;
  return zero_allowed ? `0, or ${range}` : range;
}

/** What an empty value stands for, in words. */
export function defaultOf(property: ConfigurationProperty): string {
  return property.default_note ?? (property.default === '' ? 'none' : property.default.replaceAll(',', ', '));
}

/** The names in a value of methods, in the order of the text. */
export function methodNamesIn(value: string): string[] {
  return value === '' ? [] : value.split(',');
}

// Digits alone, as the server reads numbers: no sign, no space, no exponent.
function problemOfNumber(property: ConfigurationProperty, value: string): string | undefined {
  const { minimum = 0, maximum = 0, zero_allowed: takesZero } = property;
  if (!/^[0-9]{1,9}$/.test(value)) return `Write a whole number: ${boundsOf(property)}.`;
  const number = Number(value);
  const isWithin = (number >= minimum && number <= maximum) || (takesZero && number === 0);
  return isWithin ? undefined : `Must be ${boundsOf(property)}.`;
}

/** What is wrong with single values, by property. The server looks at them again, and at all of them together. */
export function problemsOf(
  properties: readonly ConfigurationProperty[],
  values: ConfigurationProperties,
): Map<string, string> {
  const problems = new Map<string, string>();
  for (const property of properties) {
    const value = values[property.name] ?? '';
    const problem = property.type === 'NUMBER' && value !== '' ? problemOfNumber(property, value) : undefined;
    if (problem !== undefined) problems.set(property.name, problem);
  }
  return problems;
}

/** What the server will warn of in this value alone. */
export function warningOf({ warning }: ConfigurationProperty, value: string): string | undefined {
  if (!warning || Number(value) <= warning.above) return undefined;
  return `Above ${warning.above}: ${warning.reason}.`;
}

/** Of `after` what is not the same in `before`: what a PATCH has to say. */
export function changesBetween(
  before: ConfigurationProperties,
  after: ConfigurationProperties,
): ConfigurationProperties {
  const names = Object.keys({ ...before, ...after });
  const isChanged = (name: string) => (after[name] ?? '') !== (before[name] ?? '');
  return Object.fromEntries(names.filter(isChanged).map((name) => [name, after[name] ?? '']));
}

/** The server's sentences about properties begin with a name: `OFFLINE_OTP_LENGTH: 12 is not …`. */
export function sentencesByProperty(sentences: readonly string[]): Map<string, string> {
  return new Map(
    sentences.flatMap((sentence) => {
      const [, name, rest] = /^([A-Z_]+): (.*)$/s.exec(sentence) ?? [];
      return name === undefined || rest === undefined ? [] : [[name, rest] as const];
    }),
  );
}

/** What the server refused, by property. */
export function refusalsIn(failure: ApiFailure | undefined): Map<string, string> {
  const isRefusal = failure?.kind === 'problem' && failure.code === 'INVALID_CONFIGURATION';
  const refusals = sentencesByProperty(isRefusal ? [failure.detail] : []);
  return new Map([...refusals].map(([name, sentence]) => [name, `The server says: ${sentence}.`]));
}

export interface ConflictRow {
  readonly property: ConfigurationProperty;
  readonly before: string;
  readonly theirs: string;
  readonly mine: string;
}

/** Where either of two changes of one configuration is no more what was before. */
export function conflictRows(
  properties: readonly ConfigurationProperty[],
  before: ConfigurationProperties,
  theirs: ConfigurationProperties,
  mine: ConfigurationProperties,
): ConflictRow[] {
  return properties
    .map((property) => ({
      property,
      before: before[property.name] ?? '',
      theirs: theirs[property.name] ?? '',
      mine: mine[property.name] ?? '',
    }))
    .filter((row) => row.theirs !== row.before || row.mine !== row.before);
}
