// The properties of an application: bounds, and what must fit together, as docs/configuration.md has them. The server
// decides; this says the same while somebody types.

import type { ApiFailure } from '../../kit/json-api.ts';
import { authMethods, methodByConfigurationName } from './auth-methods.ts';

export type PropertyName =
  | 'ALLOWED_AUTH_METHODS'
  | 'ALLOWED_AUTH_METHODS_FOR_AUTH_AND_ACTIVATE'
  | 'OFFLINE_OTP_LENGTH'
  | 'AMOUNT_FAILURES_ALLOWED'
  | 'LOCK_DURATION'
  | 'OFFLINE_SESSION_LIFETIME'
  | 'AUTHENTICATION_SESSION_LIFETIME'
  | 'ENROLMENT_LIFETIME'
  | 'ACTIVATION_CODE_LENGTH'
  | 'ACTIVATION_CODE_TYPE'
  | 'PIN_LENGTH_MIN'
  | 'PIN_LENGTH_MAX'
  | 'PIN_TYPE';

/** Text, as the API has it. An empty value stands for the default. */
export type Properties = Partial<Record<PropertyName, string>>;

interface RuleBase {
  readonly name: PropertyName;
  readonly label: string;
  readonly meaning: string;
  /** What an empty value stands for, as text; '' where there is none. */
  readonly defaultValue: string;
}

export interface NumberRule extends RuleBase {
  readonly kind: 'number';
  readonly min: number;
  readonly max: number;
  readonly unit?: 'seconds';
  /** Whether 0 is allowed beside min..max. */
  readonly takesZero?: true;
}

export interface ChoiceRule extends RuleBase {
  readonly kind: 'choice';
  readonly choices: readonly string[];
}

/** Names of methods, joined by commas. */
export interface MethodsRule extends RuleBase {
  readonly kind: 'methods';
}

export type PropertyRule = NumberRule | ChoiceRule | MethodsRule;

const characterTypes = ['NUMERIC', 'ALPHANUMERIC'] as const;

export const propertyRules: readonly PropertyRule[] = [
  {
    name: 'ALLOWED_AUTH_METHODS',
    kind: 'methods',
    label: 'Allowed methods',
    meaning: 'The methods that phones may activate and use.',
    defaultValue: 'DEVICE,DEVICE:PIN',
  },
  {
    name: 'ALLOWED_AUTH_METHODS_FOR_AUTH_AND_ACTIVATE',
    kind: 'methods',
    label: 'Methods that may authorise',
    meaning: 'The two-factor methods that may authorise adding or changing a method. Only online ones can.',
    defaultValue: 'DEVICE:PIN where that is allowed',
  },
  {
    name: 'OFFLINE_OTP_LENGTH',
    kind: 'number',
    label: 'Digits of a one-time password',
    meaning: 'Must be set where an offline method is allowed.',
    defaultValue: '',
    min: 4,
    max: 9,
  },
  {
    name: 'AMOUNT_FAILURES_ALLOWED',
    kind: 'number',
    label: 'Failures allowed',
    meaning: 'Wrong guesses until an offline method, or online the device, is locked.',
    defaultValue: '3',
    min: 1,
    max: 10,
  },
  {
    name: 'LOCK_DURATION',
    kind: 'number',
    label: 'Duration of a lock',
    meaning:
      'How long a lock for spent attempts holds; each further one holds twice as long. 0: until somebody unlocks.',
    defaultValue: '0',
    min: 30,
    max: 86_400,
    unit: 'seconds',
    takesZero: true,
  },
  {
    name: 'OFFLINE_SESSION_LIFETIME',
    kind: 'number',
    label: 'Lifetime of an offline authentication',
    meaning: 'How long it waits for its one-time password.',
    defaultValue: '300',
    min: 30,
    max: 3_600,
    unit: 'seconds',
  },
  {
    name: 'AUTHENTICATION_SESSION_LIFETIME',
    kind: 'number',
    label: 'Lifetime of an online authentication',
    meaning: 'How long it, or a session for adding or changing a method, waits for its response.',
    defaultValue: '300',
    min: 30,
    max: 86_400,
    unit: 'seconds',
  },
  {
    name: 'ENROLMENT_LIFETIME',
    kind: 'number',
    label: 'Lifetime of an enrolment',
    meaning: 'How long an activation code is good.',
    defaultValue: '900',
    min: 30,
    max: 86_400,
    unit: 'seconds',
  },
  {
    name: 'ACTIVATION_CODE_LENGTH',
    kind: 'number',
    label: 'Characters of an activation code',
    meaning: '',
    defaultValue: '8',
    min: 6,
    max: 64,
  },
  {
    name: 'ACTIVATION_CODE_TYPE',
    kind: 'choice',
    label: 'Type of activation codes',
    meaning: 'Alphanumeric codes use 31 characters that are not mistaken for each other.',
    defaultValue: 'NUMERIC',
    choices: characterTypes,
  },
  {
    name: 'PIN_LENGTH_MIN',
    kind: 'number',
    label: 'Fewest characters of a new PIN',
    meaning: 'A PIN in use stays valid.',
    defaultValue: '4',
    min: 4,
    max: 32,
  },
  {
    name: 'PIN_LENGTH_MAX',
    kind: 'number',
    label: 'Most characters of a new PIN',
    meaning: '',
    defaultValue: '12',
    min: 4,
    max: 32,
  },
  {
    name: 'PIN_TYPE',
    kind: 'choice',
    label: 'Type of new PINs',
    meaning: '',
    defaultValue: 'NUMERIC',
    choices: characterTypes,
  },
];

export function ruleOf(name: PropertyName): PropertyRule {
  const rule = propertyRules.find((candidate) => candidate.name === name);
  if (!rule) throw new Error(`there is no property ${name}`);
  return rule;
}

/** "4 to 9", "0, or 30 to 86400 seconds". */
export function boundsOf(rule: NumberRule): string {
  const range = `${rule.min} to ${rule.max}${rule.unit ? ` ${rule.unit}` : ''}`;
  return rule.takesZero ? `0, or ${range}` : range;
}

/** The names in a property of methods, in the order of the text. */
export function methodNamesIn(value: string): string[] {
  return value === '' ? [] : value.split(',');
}

/** Those of `names` as a property's value, in the server's order. */
export function methodsText(names: ReadonlySet<string>): string {
  return authMethods
    .map((method) => method.configurationName)
    .filter((name) => names.has(name))
    .join(',');
}

// Digits alone, as the server reads numbers: no sign, no space, no exponent.
function wholeNumber(text: string): number | undefined {
  return /^[0-9]{1,9}$/.test(text) ? Number(text) : undefined;
}

function numberOf(values: Properties, name: PropertyName): number | undefined {
  const value = values[name] ?? '';
  return wholeNumber(value === '' ? ruleOf(name).defaultValue : value);
}

export function allowedMethods(values: Properties): string[] {
  const value = values.ALLOWED_AUTH_METHODS ?? '';
  return methodNamesIn(value === '' ? ruleOf('ALLOWED_AUTH_METHODS').defaultValue : value);
}

/** The methods that may authorise, with what stands in where nobody names any. */
export function authorisingMethods(values: Properties): string[] {
  const value = values.ALLOWED_AUTH_METHODS_FOR_AUTH_AND_ACTIVATE ?? '';
  if (value !== '') return methodNamesIn(value);
  return allowedMethods(values).includes('DEVICE:PIN') ? ['DEVICE:PIN'] : [];
}

function offlineAmong(names: readonly string[]): string | undefined {
  return names.find((name) => methodByConfigurationName(name)?.isOffline);
}

function problemOfValue(rule: PropertyRule, value: string): string | undefined {
  if (value === '') return undefined;
  switch (rule.kind) {
    case 'number': {
      const number = wholeNumber(value);
      if (number === undefined) return `Write a whole number: ${boundsOf(rule)}.`;
      const isWithin = number >= rule.min && number <= rule.max;
      return isWithin || (rule.takesZero && number === 0) ? undefined : `Must be ${boundsOf(rule)}.`;
    }
    case 'choice':
      return rule.choices.includes(value) ? undefined : `Must be ${rule.choices.join(' or ')}.`;
    case 'methods': {
      const unknown = methodNamesIn(value).find((name) => !methodByConfigurationName(name));
      return unknown === undefined ? undefined : `“${unknown}” is not a method.`;
    }
  }
}

function problemOfAuthorising(values: Properties): string | undefined {
  const allowed = allowedMethods(values);
  for (const name of authorisingMethods(values)) {
    if (!methodByConfigurationName(name)?.isTwoFactor) return `${name} is not a two-factor method.`;
    if (!allowed.includes(name)) return `${name} is not among the allowed methods.`;
  }
  return undefined;
}

function problemOfOtpLength(values: Properties): string | undefined {
  const offline = offlineAmong(allowedMethods(values));
  if (offline === undefined || (values.OFFLINE_OTP_LENGTH ?? '') !== '') return undefined;
  return `Must be set, 4 to 9, because ${offline} is allowed.`;
}

function problemOfPinLengths(values: Properties): string | undefined {
  const min = numberOf(values, 'PIN_LENGTH_MIN');
  const max = numberOf(values, 'PIN_LENGTH_MAX');
  if (min === undefined || max === undefined || min <= max) return undefined;
  return `Is above the most characters, which is ${max}.`;
}

/** What the server would refuse, one sentence for each property at fault; empty where it would take the values. */
export function problemsOf(values: Properties): Map<PropertyName, string> {
  const problems = new Map<PropertyName, string>();
  for (const rule of propertyRules) {
    const problem = problemOfValue(rule, values[rule.name] ?? '');
    if (problem !== undefined) problems.set(rule.name, problem);
  }
  const together: [PropertyName, string | undefined][] = [
    ['ALLOWED_AUTH_METHODS_FOR_AUTH_AND_ACTIVATE', problemOfAuthorising(values)],
    ['OFFLINE_OTP_LENGTH', problemOfOtpLength(values)],
    ['PIN_LENGTH_MIN', problems.has('PIN_LENGTH_MAX') ? undefined : problemOfPinLengths(values)],
  ];
  for (const [name, problem] of together) {
    if (problem !== undefined && !problems.has(name)) problems.set(name, problem);
  }
  return problems;
}

/** What the server takes and warns of. */
export function warningsOf(values: Properties): Map<PropertyName, string> {
  const warnings = new Map<PropertyName, string>();
  if ((numberOf(values, 'AMOUNT_FAILURES_ALLOWED') ?? 0) > 5) {
    warnings.set('AMOUNT_FAILURES_ALLOWED', 'Above 5, the most that PSD2 RTS article 4(3)(b) allows.');
  }
  if ((numberOf(values, 'OFFLINE_SESSION_LIFETIME') ?? 0) > 300) {
    warnings.set('OFFLINE_SESSION_LIFETIME', 'Above 300 seconds: a one-time password stays good that long.');
  }
  const canActivate = authorisingMethods(values).some((name) => methodByConfigurationName(name)?.isOffline === false);
  if (offlineAmong(allowedMethods(values)) !== undefined && !canActivate) {
    warnings.set(
      'ALLOWED_AUTH_METHODS_FOR_AUTH_AND_ACTIVATE',
      'Names no online method, so no offline method can be activated.',
    );
  }
  return warnings;
}

/** Of `after` what is not the same in `before`: what a PATCH has to say. */
export function changesBetween(before: Properties, after: Properties): Properties {
  const changes: Properties = {};
  for (const { name } of propertyRules) {
    const value = after[name] ?? '';
    if (value !== (before[name] ?? '')) changes[name] = value;
  }
  return changes;
}

/** What the server refused, where its sentence begins with the property at fault: `OFFLINE_OTP_LENGTH: 12 is not …`. */
export function propertyAtFault(failure: ApiFailure): { name: PropertyName; sentence: string } | undefined {
  if (failure.kind !== 'problem' || failure.code !== 'INVALID_CONFIGURATION') return undefined;
  const rule = propertyRules.find(({ name }) => failure.detail.startsWith(`${name}: `));
  return rule && { name: rule.name, sentence: `The server says: ${failure.detail.slice(rule.name.length + 2)}.` };
}

export interface ConflictRow {
  readonly name: PropertyName;
  readonly before: string;
  readonly theirs: string;
  readonly mine: string;
}

/** Where either of two changes of one configuration is no more what was before. */
export function conflictRows(before: Properties, theirs: Properties, mine: Properties): ConflictRow[] {
  return propertyRules
    .map(({ name }) => ({
      name,
      before: before[name] ?? '',
      theirs: theirs[name] ?? '',
      mine: mine[name] ?? '',
    }))
    .filter((row) => row.theirs !== row.before || row.mine !== row.before);
}

/** What users notice of a change, one sentence each (docs/configuration.md). */
export function consequencesOf(before: Properties, after: Properties): string[] {
  const consequences: string[] = [];
  const removed = allowedMethods(before).filter((name) => !allowedMethods(after).includes(name));
  if (removed.length > 0) {
    consequences.push(
      `${removed.join(', ')}: nobody can use ${removed.length === 1 ? 'it' : 'them'} any more, in open sessions neither.`,
    );
  }
  const failures = [numberOf(before, 'AMOUNT_FAILURES_ALLOWED'), numberOf(after, 'AMOUNT_FAILURES_ALLOWED')] as const;
  if (failures[0] !== undefined && failures[1] !== undefined && failures[1] < failures[0]) {
    consequences.push(
      'Fewer failures allowed: a method that has as many already cannot be tried any more until it is unlocked or added again.',
    );
  }
  if ((before.OFFLINE_OTP_LENGTH ?? '') !== (after.OFFLINE_OTP_LENGTH ?? '')) {
    consequences.push('Digits of a one-time password: sessions that are open keep their length.');
  }
  return consequences;
}
