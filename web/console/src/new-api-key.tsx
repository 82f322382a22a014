// The form for a new API key.

import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../../kit/button.tsx';
import { Field } from '../../kit/field.tsx';
import type { ApiFailure } from '../../kit/json-api.ts';
import { SelectField, type Choice } from '../../kit/select-field.tsx';
import type { ApiKey, ApiKeyRole } from './api.ts';
import { useConsole } from './console-context.ts';
import { FailureNotice } from './failure-notice.tsx';
import { focusFirstAtFault } from './fault-summary.tsx';
import { problemOfLabel } from './words.ts';

const roles: readonly Choice<ApiKeyRole>[] = [
  { value: 'SERVICE_PROVIDER', label: 'Service provider' },
  { value: 'READ_ONLY', label: 'Read only' },
  { value: 'ADMIN', label: 'Admin' },
];

const roleMeaning: Record<ApiKeyRole, string> = {
  SERVICE_PROVIDER: 'For a bank’s backend: all of the service provider API, for the devices of its organisation.',
  READ_ONLY: 'What only looks in the service provider API, for the devices of its organisation.',
  ADMIN: 'This console and the admin API, of all organisations; nothing of the service provider API.',
};

type Expiry = '30' | '90' | '365' | 'date' | 'never';

const expiries: readonly Choice<Expiry>[] = [
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
  { value: 'date', label: 'On a date' },
  { value: 'never', label: 'Never' },
];

const dayMilliseconds = 86_400_000;

function expiryTime(expiry: Expiry, date: string, now: number): number | undefined {
  if (expiry === 'never') return undefined;
  return expiry === 'date' ? Date.parse(`${date}T00:00`) : now + Number(expiry) * dayMilliseconds;
}

export interface NewApiKeyFormProps {
  onMade(key: ApiKey & { key_secret: string }): void;
  onCancel(): void;
}

export function NewApiKeyForm({ onMade, onCancel }: NewApiKeyFormProps) {
  const { api, directory } = useConsole();
  const form = useRef<HTMLFormElement>(null);
  const [name, setName] = useState('');
  const [organisation, setOrganisation] = useState(directory.organisations[0]?.id ?? '');
  const [role, setRole] = useState<ApiKeyRole>('SERVICE_PROVIDER');
  const [expiry, setExpiry] = useState<Expiry>('365');
  const [date, setDate] = useState('');
  const [isChecked, setChecked] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | undefined>(undefined);
  const [isBusy, setBusy] = useState(false);
  useEffect(() => form.current?.querySelector('input')?.focus(), []);

  const nameProblem = problemOfLabel(name);
  const expiresAt = expiryTime(expiry, date, Date.now());
  const isDateGood = expiresAt === undefined || expiresAt > Date.now();
  const dateProblem = isDateGood ? undefined : 'Choose a date in the future.';

  async function submit(event: Event) {
    event.preventDefault();
    setChecked(true);
    if (isBusy) return;
    if (nameProblem !== undefined || dateProblem !== undefined) {
      focusFirstAtFault(form.current);
      return;
    }
    setBusy(true);
    const answer = await api.post('/admin-api/v1/api-keys', {
      body: {
        organisation_id: organisation,
        name: name.trim(),
        role,
        ...(expiresAt !== undefined && { expires_at: new Date(expiresAt).toISOString() }),
      },
    });
    setBusy(false);
    if (answer.ok) onMade(answer.value);
    else setFailure(answer.failure);
  }

  return (
    <form ref={form} class="card stack" aria-label="New API key" noValidate onSubmit={(event) => void submit(event)}>
      <h2>New API key</h2>
      <div class="field-grid">
        <Field
          label="Name"
          hint="What uses it, such as “internet banking”."
          value={name}
          error={isChecked ? nameProblem : undefined}
          autocomplete="off"
          onValue={setName}
        />
        <SelectField
          label="Organisation"
          value={organisation}
          choices={directory.organisations.map(({ id, name: label }) => ({ value: id, label }))}
          onValue={setOrganisation}
        />
        <SelectField
          label="Role"
          hint={roleMeaning[role]}
          value={role}
          choices={roles}
          onValue={(value) => setRole(value)}
        />
        <SelectField label="Expires" value={expiry} choices={expiries} onValue={(value) => setExpiry(value)} />
        {expiry === 'date' && (
          <Field
            label="Date"
            type="date"
            hint="At the beginning of that day."
            value={date}
            error={isChecked ? dateProblem : undefined}
            onValue={setDate}
          />
        )}
      </div>
      {failure && <FailureNotice failure={failure} title="The key was not made" isChange />}
      <div class="row">
        <Button kind="primary" type="submit" busy={isBusy}>
          Make API key
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  );
}
