// All applications by organisation.

import { useState } from 'preact/hooks';
import { Button, ButtonLink } from '../../kit/button.tsx';
import { plural } from '../../kit/format.ts';
import type { Application, Organisation } from './api.ts';
import { useConsole } from './console-context.ts';
import { DataTable, type Column } from './data-table.tsx';
import { DoneNotice } from './deed-dialog.tsx';
import { LabelDialog } from './label-dialog.tsx';
import { Moment } from './moment.tsx';
import { hrefOf } from './route.ts';
import { Tag } from './tag.tsx';
import { ViewHeading } from './view-heading.tsx';

const columns: readonly Column<Application>[] = [
  {
    label: 'Application',
    isHeader: true,
    cell: (application) => <a href={hrefOf(['applications', application.id])}>{application.name}</a>,
  },
  { label: 'Allowed methods', cell: ({ configuration }) => configuration.ALLOWED_AUTH_METHODS?.replaceAll(',', ', ') },
  { label: 'Configuration', cell: (application) => `version ${application.configuration_version}` },
  { label: 'Changed', cell: (application) => <Moment at={application.changed_at} /> },
  {
    label: 'Warnings',
    cell: ({ warnings }) =>
      warnings.length === 0 ? 'none' : <Tag kind="warn">{plural(warnings.length, 'warning', 'warnings')}</Tag>,
  },
];

export function ApplicationsView() {
  const { api, directory } = useConsole();
  const [isNaming, setNaming] = useState(false);
  const [done, setDone] = useState('');

  return (
    <>
      <ViewHeading
        title="Applications"
        actions={
          <>
            <Button onClick={() => setNaming(true)}>New organisation</Button>
            <ButtonLink kind="primary" href={hrefOf(['applications', 'new'])}>
              New application
            </ButtonLink>
          </>
        }
      />
      {done !== '' && <DoneNotice text={done} />}
      {directory.organisations.length === 0 && <p>There is no organisation yet. Make one first.</p>}
      {directory.organisations.map((organisation) => (
        <OrganisationSection
          key={organisation.id}
          organisation={organisation}
          applications={directory.applications.filter(({ organisation_id }) => organisation_id === organisation.id)}
        />
      ))}
      {isNaming && (
        <LabelDialog
          title="New organisation"
          confirmLabel="Make organisation"
          create={(name) => api.post('/admin-api/v1/organisations', { body: { name } })}
          onDone={(name) => {
            setNaming(false);
            setDone(`The organisation “${name}” was made.`);
            void directory.refresh();
          }}
          onClose={() => setNaming(false)}
        />
      )}
    </>
  );
}

interface OrganisationSectionProps {
  organisation: Organisation;
  applications: readonly Application[];
}

function OrganisationSection({ organisation, applications }: OrganisationSectionProps) {
  return (
    <section class="card stack" aria-label={organisation.name}>
      <div class="row section-heading">
        <h2>{organisation.name}</h2>
        <a href={hrefOf(['applications', 'new'], { organisation_id: organisation.id })}>
          New application<span class="visually-hidden"> of {organisation.name}</span>
        </a>
      </div>
      {applications.length === 0 ? (
        <p class="soft">No applications.</p>
      ) : (
        <DataTable
          caption={`Applications of ${organisation.name}`}
          columns={columns}
          rows={applications}
          rowKey={(application) => application.id}
        />
      )}
    </section>
  );
}
