// One application: what it is, its configuration, and how that has changed.

import { CopyButton } from '../../kit/copy-button.tsx';
import { Notice } from '../../kit/notice.tsx';
import { ApplicationConfiguration } from './application-configuration.tsx';
import { ApplicationHistory } from './application-history.tsx';
import { organisationName, useConsole } from './console-context.ts';
import { KeyValues } from './key-values.tsx';
import { Moment } from './moment.tsx';
import { hrefOf } from './route.ts';
import { ViewHeading } from './view-heading.tsx';

export interface ApplicationViewProps {
  applicationId: string;
  /** 'history', or the configuration where it is left out. */
  part: string | undefined;
}

export function ApplicationView({ applicationId, part }: ApplicationViewProps) {
  const { directory } = useConsole();
  const application = directory.applications.find(({ id }) => id === applicationId);
  const toAll = <a href={hrefOf(['applications'])}>Applications</a>;
  if (!application) {
    return (
      <>
        <ViewHeading title="Unknown application" above={toAll} />
        <Notice kind="bad" still>
          <p>
            There is no application <code>{applicationId}</code>.
          </p>
        </Notice>
      </>
    );
  }

  const own = { organisation_id: application.organisation_id, application_id: application.id };
  return (
    <>
      <ViewHeading title={application.name} above={toAll} />
      <div class="card stack">
        <KeyValues
          entries={[
            ['Organisation', organisationName(directory, application.organisation_id)],
            [
              'Application id',
              <span class="row">
                <code>{application.id}</code>
                <CopyButton text={application.id} label="Copy id" />
              </span>,
            ],
            ['Created', <Moment at={application.created_at} />],
            [
              'See also',
              <span class="row">
                <a href={hrefOf(['statistics'], { application_id: application.id })}>Statistics</a>
                <a href={hrefOf(['devices'], own)}>Devices</a>
              </span>,
            ],
          ]}
        />
      </div>
      <nav class="tabs" aria-label={`Parts of ${application.name}`}>
        <a href={hrefOf(['applications', application.id])} aria-current={part === undefined ? 'page' : undefined}>
          Configuration
        </a>
        <a
          href={hrefOf(['applications', application.id, 'history'])}
          aria-current={part === 'history' ? 'page' : undefined}
        >
          History
        </a>
      </nav>
      {part === 'history' ? (
        <ApplicationHistory applicationId={application.id} />
      ) : (
        <ApplicationConfiguration application={application} />
      )}
    </>
  );
}
