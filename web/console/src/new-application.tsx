// Making an application: its name, its organisation, and its properties.

import { useRef, useState } from 'preact/hooks';
import { Button, ButtonLink } from '../../kit/button.tsx';
import { Field } from '../../kit/field.tsx';
import type { ApiFailure } from '../../kit/json-api.ts';
import { SelectField } from '../../kit/select-field.tsx';
import type { ConfigurationProperties, ConfigurationProperty } from './api.ts';
import { ConfigurationFields } from './configuration-fields.tsx';
import { problemsOf, refusalsIn } from './configuration-properties.ts';
import { useConsole } from './console-context.ts';
import { FailureNotice } from './failure-notice.tsx';
import { focusFirstAtFault, FaultSummary } from './fault-summary.tsx';
import { hrefOf, navigate } from './route.ts';
import { ViewHeading } from './view-heading.tsx';
import { problemOfLabel } from './words.ts';

function defaultsOf(properties: readonly ConfigurationProperty[]): ConfigurationProperties {
  return Object.fromEntries(properties.map((property) => [property.name, property.default]));
}

export interface NewApplicationViewProps {
  /** The organisation to begin with. */
  organisationId: string | undefined;
}

export function NewApplicationView({ organisationId }: NewApplicationViewProps) {
  const { api, directory } = useConsole();
  const form = useRef<HTMLFormElement>(null);
  const [organisation, setOrganisation] = useState(organisationId ?? directory.organisations[0]?.id ?? '');
  const [name, setName] = useState('');
  const [values, setValues] = useState(() => defaultsOf(directory.properties));
  const [isChecked, setChecked] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | undefined>(undefined);
  const [isBusy, setBusy] = useState(false);

  const ownProblems = problemsOf(directory.properties, values);
  const problems = new Map([...refusalsIn(failure), ...ownProblems]);
  const nameProblem = problemOfLabel(name);
  const shownNameProblem = isChecked ? nameProblem : undefined;

  function setValue(property: string, value: string) {
    setFailure(undefined);
    setValues({ ...values, [property]: value });
  }

  async function submit(event: Event) {
    event.preventDefault();
    setChecked(true);
    if (isBusy) return;
    if (ownProblems.size > 0 || nameProblem !== undefined) {
      focusFirstAtFault(form.current);
      return;
    }
    setBusy(true);
    const answer = await api.post('/admin-api/v1/applications', {
      body: {
        organisation_id: organisation,
        name: name.trim(),
        configuration: values,
      },
    });
    if (answer.ok) {
      await directory.refresh();
      navigate(['applications', answer.value.id]);
    } else {
      setFailure(answer.failure);
      focusFirstAtFault(form.current);
    }
    setBusy(false);
  }

  return (
    <>
      <ViewHeading title="New application" above={<a href={hrefOf(['applications'])}>Applications</a>} />
      <form ref={form} class="stack" noValidate onSubmit={(event) => void submit(event)}>
        <section class="card stack" aria-label="The application itself">
          <div class="field-grid">
            <Field label="Name" value={name} error={shownNameProblem} autocomplete="off" onValue={setName} />
            <SelectField
              label="Organisation"
              hint="It cannot be changed later."
              value={organisation}
              choices={directory.organisations.map(({ id, name: label }) => ({ value: id, label }))}
              onValue={setOrganisation}
            />
          </div>
        </section>
        <ConfigurationFields values={values} problems={problems} onValue={setValue} />
        {failure && <FailureNotice failure={failure} title="The application was not made" isChange />}
        {isChecked && <FaultSummary count={problems.size + (nameProblem === undefined ? 0 : 1)} />}
        <div class="row">
          <Button kind="primary" type="submit" busy={isBusy}>
            Make application
          </Button>
          <ButtonLink href={hrefOf(['applications'])}>Cancel</ButtonLink>
        </div>
      </form>
    </>
  );
}
