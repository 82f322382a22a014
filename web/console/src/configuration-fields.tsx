// The properties of an application as fields, each with its bounds, what is wrong with it, and what it warns of.

import { Field } from '../../kit/field.tsx';
import { SelectField } from '../../kit/select-field.tsx';
import { authMethods } from './auth-methods.ts';
import { MethodChoices } from './method-choices.tsx';
import {
  boundsOf,
  ruleOf,
  warningsOf,
  type ChoiceRule,
  type MethodsRule,
  type NumberRule,
  type Properties,
  type PropertyName,
  type PropertyRule,
} from './property-rules.ts';
import { inWords } from './words.ts';

const groups: readonly (readonly [title: string, names: readonly PropertyName[]])[] = [
  ['Methods', ['ALLOWED_AUTH_METHODS', 'ALLOWED_AUTH_METHODS_FOR_AUTH_AND_ACTIVATE', 'OFFLINE_OTP_LENGTH']],
  ['Failures and locks', ['AMOUNT_FAILURES_ALLOWED', 'LOCK_DURATION']],
  ['Lifetimes', ['OFFLINE_SESSION_LIFETIME', 'AUTHENTICATION_SESSION_LIFETIME', 'ENROLMENT_LIFETIME']],
  ['Activation codes', ['ACTIVATION_CODE_LENGTH', 'ACTIVATION_CODE_TYPE']],
  ['PINs', ['PIN_LENGTH_MIN', 'PIN_LENGTH_MAX', 'PIN_TYPE']],
];

const onlineTwoFactor = authMethods.filter((method) => method.isTwoFactor && !method.isOffline);

export interface ConfigurationFieldsProps {
  values: Properties;
  /** What is wrong, by property: of this page's rules and of the server's answer. */
  problems: ReadonlyMap<PropertyName, string>;
  onValue(name: PropertyName, value: string): void;
}

export function ConfigurationFields({ values, problems, onValue }: ConfigurationFieldsProps) {
  const warnings = warningsOf(values);
  return (
    <>
      {groups.map(([title, names]) => (
        <section key={title} class="card stack" aria-label={title}>
          <h2>{title}</h2>
          <div class="field-grid">
            {names.map((name) => (
              <PropertyField
                key={name}
                rule={ruleOf(name)}
                values={values}
                problem={problems.get(name)}
                warning={problems.has(name) ? undefined : warnings.get(name)}
                onValue={(value) => onValue(name, value)}
              />
            ))}
          </div>
        </section>
      ))}
    </>
  );
}

interface PropertyFieldProps<Rule extends PropertyRule> {
  rule: Rule;
  values: Properties;
  problem: string | undefined;
  warning: string | undefined;
  onValue(value: string): void;
}

function PropertyField({ rule, ...rest }: PropertyFieldProps<PropertyRule>) {
  switch (rule.kind) {
    case 'methods':
      return <MethodsField rule={rule} {...rest} />;
    case 'choice':
      return <ChoiceField rule={rule} {...rest} />;
    case 'number':
      return <NumberField rule={rule} {...rest} />;
  }
}

function Hint({ rule, bounds, warning }: { rule: PropertyRule; bounds?: string; warning: string | undefined }) {
  return (
    <>
      {rule.meaning} {bounds}
      <br />
      <code class="small">{rule.name}</code>
      {warning !== undefined && <strong class="field-warning">Warning: {warning}</strong>}
    </>
  );
}

function NumberField({ rule, values, problem, warning, onValue }: PropertyFieldProps<NumberRule>) {
  const fallback = rule.defaultValue === '' ? 'none' : rule.defaultValue;
  return (
    <Field
      label={rule.unit ? `${rule.label} (${rule.unit})` : rule.label}
      hint={<Hint rule={rule} bounds={`${boundsOf(rule)}; default ${fallback}.`} warning={warning} />}
      error={problem}
      inputMode="numeric"
      autocomplete="off"
      value={values[rule.name] ?? ''}
      placeholder={rule.defaultValue}
      onValue={(value) => onValue(value.trim())}
    />
  );
}

function ChoiceField({ rule, values, problem, warning, onValue }: PropertyFieldProps<ChoiceRule>) {
  return (
    <SelectField
      label={rule.label}
      hint={<Hint rule={rule} bounds={`Default ${inWords(rule.defaultValue).toLowerCase()}.`} warning={warning} />}
      error={problem}
      value={values[rule.name] || rule.defaultValue}
      choices={rule.choices.map((choice) => ({ value: choice, label: inWords(choice) }))}
      onValue={onValue}
    />
  );
}

function MethodsField({ rule, values, problem, warning, onValue }: PropertyFieldProps<MethodsRule>) {
  const isAuthorising = rule.name === 'ALLOWED_AUTH_METHODS_FOR_AUTH_AND_ACTIVATE';
  return (
    <MethodChoices
      label={rule.label}
      hint={
        <Hint
          rule={rule}
          bounds={`Choosing none stands for ${rule.defaultValue.replaceAll(',', ', ')}.`}
          warning={warning}
        />
      }
      error={problem}
      methods={isAuthorising ? onlineTwoFactor : authMethods}
      value={values[rule.name] ?? ''}
      onValue={onValue}
    />
  );
}
