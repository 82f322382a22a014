// The properties of an application as fields, drawn from the server's table: each with its bounds, what is wrong with it,
// and what the server warns of.

import { Field } from '../../kit/field.tsx';
import { SelectField } from '../../kit/select-field.tsx';
import type { ConfigurationProperties, ConfigurationProperty } from './api.ts';
import { boundsOf, defaultOf, warningOf } from './configuration-properties.ts';
import { useConsole } from './console-context.ts';
import { MethodChoices } from './method-choices.tsx';
import { inWords } from './words.ts';

export interface ConfigurationFieldsProps {
  values: ConfigurationProperties;
  /** What is wrong, by property: what this page sees itself and what the server has answered. */
  problems: ReadonlyMap<string, string>;
  /** What the server has warned of, by property. */
  warnings?: ReadonlyMap<string, string>;
  onValue(name: string, value: string): void;
}

export function ConfigurationFields({ values, problems, warnings, onValue }: ConfigurationFieldsProps) {
  const { properties } = useConsole().directory;
  const groups = [...new Set(properties.map((property) => property.group))];
  return (
    <>
      {groups.map((group) => (
        <section key={group} class="card stack" aria-label={group}>
          <h2>{group}</h2>
          <div class="field-grid">
            {properties
              .filter((property) => property.group === group)
              .map((property) => (
                <PropertyField
                  key={property.name}
                  property={property}
                  value={values[property.name] ?? ''}
                  problem={problems.get(property.name)}
                  warning={warnings?.get(property.name)}
                  onValue={(value) => onValue(property.name, value)}
                />
              ))}
          </div>
        </section>
      ))}
    </>
  );
}

interface PropertyFieldProps {
  property: ConfigurationProperty;
  value: string;
  problem: string | undefined;
  warning: string | undefined;
  onValue(value: string): void;
}

function PropertyField({ property, value, problem, warning, onValue }: PropertyFieldProps) {
  const shownWarning = problem === undefined ? (warningOf(property, value) ?? warning) : undefined;
  const props = { property, value, problem, warning: shownWarning, onValue };
  switch (property.type) {
    case 'METHODS':
      return <MethodsField {...props} />;
    case 'CHOICE':
      return <ChoiceField {...props} />;
    case 'NUMBER':
      return <NumberField {...props} />;
  }
}

interface HintProps {
  property: ConfigurationProperty;
  bounds: string;
  warning: string | undefined;
}

function Hint({ property, bounds, warning }: HintProps) {
  return (
    <>
      {property.description} {bounds}
      <br />
      <code class="small">{property.name}</code>
      {warning !== undefined && <strong class="field-warning">Warning: {warning}</strong>}
    </>
  );
}

function NumberField({ property, value, problem, warning, onValue }: PropertyFieldProps) {
  const bounds = `${boundsOf(property)}; default ${defaultOf(property)}.`;
  return (
    <Field
      label={property.unit ? `${property.title} (${property.unit})` : property.title}
      hint={<Hint property={property} bounds={bounds} warning={warning} />}
      error={problem}
      inputMode="numeric"
      autocomplete="off"
      value={value}
      placeholder={property.default}
      onValue={(typed) => onValue(typed.trim())}
    />
  );
}

function ChoiceField({ property, value, problem, warning, onValue }: PropertyFieldProps) {
  const bounds = `Default ${inWords(property.default).toLowerCase()}.`;
  return (
    <SelectField
      label={property.title}
      hint={<Hint property={property} bounds={bounds} warning={warning} />}
      error={problem}
      value={value || property.default}
      choices={(property.choices ?? []).map((choice) => ({ value: choice, label: inWords(choice) }))}
      onValue={onValue}
    />
  );
}

function MethodsField({ property, value, problem, warning, onValue }: PropertyFieldProps) {
  const bounds = `Choosing none stands for the default: ${defaultOf(property)}.`;
  return (
    <MethodChoices
      label={property.title}
      hint={<Hint property={property} bounds={bounds} warning={warning} />}
      error={problem}
      choices={property.choices ?? []}
      value={value}
      onValue={onValue}
    />
  );
}
