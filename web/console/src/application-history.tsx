// Every configuration that an application had, and what each change changed.

import type { ApiKey, ConfigurationChange } from './api.ts';
import { Awaited } from './awaited.tsx';
import { useConsole } from './console-context.ts';
import { Moment } from './moment.tsx';
import { PropertyChanges, PropertyValue } from './property-changes.tsx';
import { hrefOf } from './route.ts';
import { useAnswer } from './use-answer.ts';

export function ApplicationHistory({ applicationId }: { applicationId: string }) {
  const { api } = useConsole();
  const asked = useAnswer(
    () =>
      api.get('/admin-api/v1/applications/{application_id}/configuration/history', {
        params: { path: { application_id: applicationId } },
      }),
    [applicationId],
  );
  const keys = useAnswer(() => api.get('/admin-api/v1/api-keys'), []);
  return (
    <Awaited asked={asked} what="the history">
      {({ changes }) => (
        <ol class="history">
          {changes.map((change, index) => (
            <li key={change.version} class="card stack">
              <Change change={change} before={changes[index + 1]} keys={keys.value?.api_keys ?? []} />
            </li>
          ))}
        </ol>
      )}
    </Awaited>
  );
}

interface ChangeProps {
  change: ConfigurationChange;
  /** The configuration that it changed; none of the first. */
  before: ConfigurationChange | undefined;
  keys: readonly ApiKey[];
}

function Change({ change, before, keys }: ChangeProps) {
  const { directory } = useConsole();
  const keyId = change.changed_by_key_id;
  return (
    <>
      <h2>Version {change.version}</h2>
      <p class="soft">
        <Moment at={change.changed_at} />,{' '}
        {keyId === undefined ? (
          'at the command line'
        ) : (
          <>
            by key{' '}
            <a href={hrefOf(['audit'], { key_id: keyId })}>{keys.find(({ id }) => id === keyId)?.name ?? keyId}</a>
          </>
        )}
      </p>
      {before ? <PropertyChanges before={before.configuration} after={change.configuration} /> : <p>The first one.</p>}
      <details>
        <summary>All properties of version {change.version}</summary>
        <dl class="key-values">
          {directory.properties.map((property) => (
            <div key={property.name}>
              <dt>{property.title}</dt>
              <dd>
                <PropertyValue property={property} value={change.configuration[property.name]} />
              </dd>
            </div>
          ))}
        </dl>
      </details>
    </>
  );
}
