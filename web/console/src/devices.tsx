// Finding devices by organisation, user and application, or by their id.

import { useEffect, useState } from 'preact/hooks';
import { Button } from '../../kit/button.tsx';
import { Field } from '../../kit/field.tsx';
import { plural } from '../../kit/format.ts';
import type { ApiFailure } from '../../kit/json-api.ts';
import { SelectField } from '../../kit/select-field.tsx';
import type { Device, DeviceQuery } from './api.ts';
import { FoundText } from './announcer.tsx';
import { Awaited } from './awaited.tsx';
import { applicationName, useConsole, type Directory } from './console-context.ts';
import { DataTable, type Column } from './data-table.tsx';
import { FailureNotice } from './failure-notice.tsx';
import { LockState } from './lock-state.tsx';
import { Moment } from './moment.tsx';
import { hrefOf, navigate, type Route } from './route.ts';
import { Tag } from './tag.tsx';
import { useAnswer } from './use-answer.ts';
import { ViewHeading } from './view-heading.tsx';
import { isLocked, isUuid } from './words.ts';

export function DevicesView({ query }: { query: Route['query'] }) {
  const { directory } = useConsole();
  const organisationId = query['organisation_id'];
  return (
    <>
      <ViewHeading title="Devices" />
      <div class="card stack">
        <SearchForm key={JSON.stringify(query)} query={query} directory={directory} />
        <DeviceIdForm />
      </div>
      {organisationId !== undefined && (
        <Results key={JSON.stringify(query)} query={deviceQuery(organisationId, query)} />
      )}
    </>
  );
}

function deviceQuery(organisationId: string, query: Route['query']): DeviceQuery {
  const { user_reference, application_id } = query;
  return {
    organisation_id: organisationId,
    ...(user_reference && { user_reference }),
    ...(application_id && { application_id }),
  };
}

interface SearchFormProps {
  query: Route['query'];
  directory: Directory;
}

function SearchForm({ query, directory }: SearchFormProps) {
  const [organisation, setOrganisation] = useState(query['organisation_id'] ?? directory.organisations[0]?.id ?? '');
  const [application, setApplication] = useState(query['application_id'] ?? '');
  const [userReference, setUserReference] = useState(query['user_reference'] ?? '');
  const applications = directory.applications.filter(({ organisation_id }) => organisation_id === organisation);

  function submit(event: Event) {
    event.preventDefault();
    navigate(['devices'], {
      organisation_id: organisation,
      application_id: application,
      user_reference: userReference.trim(),
    });
  }

  return (
    <form class="stack" role="search" aria-label="Devices" onSubmit={submit}>
      <div class="field-grid">
        <Field
          label="User reference"
          hint="Exactly as the bank wrote it. Empty: of all users."
          value={userReference}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          onValue={setUserReference}
        />
        <SelectField
          label="Organisation"
          value={organisation}
          choices={directory.organisations.map(({ id, name }) => ({ value: id, label: name }))}
          onValue={(id) => {
            setOrganisation(id);
            setApplication('');
          }}
        />
        <SelectField
          label="Application"
          value={application}
          choices={[{ value: '', label: 'All' }, ...applications.map(({ id, name }) => ({ value: id, label: name }))]}
          onValue={setApplication}
        />
      </div>
      <div>
        <Button kind="primary" type="submit">
          Search devices
        </Button>
      </div>
    </form>
  );
}

function DeviceIdForm() {
  const [deviceId, setDeviceId] = useState('');
  const [error, setError] = useState<string | undefined>(undefined);
  function submit(event: Event) {
    event.preventDefault();
    const id = deviceId.trim();
    if (isUuid(id)) navigate(['devices', id]);
    else setError('An id has 36 characters, such as 1c9e7b52-64d3-4f0a-9b1e-5a7d3c2f8e41.');
  }
  return (
    <details>
      <summary>I have a device’s id</summary>
      <form class="stack inner-form" noValidate onSubmit={submit}>
        <Field
          label="Device id"
          value={deviceId}
          error={error}
          autocomplete="off"
          spellcheck={false}
          onValue={setDeviceId}
        />
        <div>
          <Button type="submit">Open device</Button>
        </div>
      </form>
    </details>
  );
}

function columnsOf(directory: Directory): readonly Column<Device>[] {
  return [
    {
      label: 'Device',
      isHeader: true,
      cell: ({ device_id }) => (
        <a href={hrefOf(['devices', device_id])}>
          <code>{device_id}</code>
        </a>
      ),
    },
    { label: 'User', cell: ({ user_reference }) => user_reference ?? <span class="soft">none</span> },
    { label: 'Application', cell: ({ application_id }) => applicationName(directory, application_id) },
    {
      label: 'State',
      cell: (device) => {
        if (device.device_status === 'DEACTIVATED') return <Tag kind="plain">Removed</Tag>;
        return isLocked(device) ? <LockState lock={device} /> : <Tag kind="good">Active</Tag>;
      },
    },
    {
      label: 'Methods',
      cell: ({ auth_methods }) => {
        const locked = auth_methods.filter(isLocked).length;
        return (
          <>
            {auth_methods.length}
            {locked > 0 && (
              <>
                {' '}
                <Tag kind="bad">{locked} locked</Tag>
              </>
            )}
          </>
        );
      },
    },
    { label: 'Enrolled', cell: ({ created_at }) => <Moment at={created_at} /> },
  ];
}

function foundText(count: number, hasMore: boolean): string {
  if (count === 0) return 'No devices were found.';
  return `${plural(count, 'device', 'devices')}${hasMore ? ', and there are more' : ''}`;
}

function Results({ query }: { query: DeviceQuery }) {
  const { api, directory } = useConsole();
  const first = useAnswer(() => api.get('/admin-api/v1/devices', { params: { query } }), []);
  const [more, setMore] = useState<{ devices: Device[]; next: string | undefined } | undefined>(undefined);
  const [failure, setFailure] = useState<ApiFailure | undefined>(undefined);
  const [isBusy, setBusy] = useState(false);
  useEffect(() => setMore(undefined), [first.value]);

  async function loadMore(cursor: string) {
    setBusy(true);
    const answer = await api.get('/admin-api/v1/devices', { params: { query: { ...query, cursor } } });
    setBusy(false);
    setFailure(answer.ok ? undefined : answer.failure);
    if (!answer.ok) return;
    setMore({ devices: [...(more?.devices ?? []), ...answer.value.devices], next: answer.value.next_cursor });
  }

  return (
    <Awaited asked={first} what="the devices">
      {(page) => {
        const devices = [...page.devices, ...(more?.devices ?? [])];
        const next = more ? more.next : page.next_cursor;
        return (
          <section class="card stack" aria-label="Devices that were found">
            <FoundText text={foundText(devices.length, next !== undefined)} />
            {devices.length > 0 && (
              <DataTable
                caption="Devices that were found"
                columns={columnsOf(directory)}
                rows={devices}
                rowKey={({ device_id }) => device_id}
              />
            )}
            {failure && <FailureNotice failure={failure} title="More devices could not be loaded" />}
            {next !== undefined && (
              <div>
                <Button busy={isBusy} onClick={() => void loadMore(next)}>
                  More devices
                </Button>
              </div>
            )}
          </section>
        );
      }}
    </Awaited>
  );
}
