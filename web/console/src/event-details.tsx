// All that an audit event says, with ways on to what it is about.

import type { AuditEvent } from './api.ts';
import { methodLabel } from './auth-methods.ts';
import { applicationName, organisationName, useConsole } from './console-context.ts';
import { KeyValues } from './key-values.tsx';
import { Moment } from './moment.tsx';
import { hrefOf } from './route.ts';
import { inWords } from './words.ts';

function LinkedId({ id, href }: { id: string; href: string }) {
  return (
    <a href={href}>
      <code>{id}</code>
    </a>
  );
}

export function EventDetails({ event }: { event: AuditEvent }) {
  const { directory } = useConsole();
  const { key_id, organisation_id, application_id, device_id, session_id, auth_method, context_sha256 } = event;
  return (
    <KeyValues
      entries={[
        ['Sequence', event.sequence],
        ['At', <Moment at={event.at} />],
        ['Action', <code>{event.action}</code>],
        ['Outcome', <code>{event.outcome}</code>],
        ['Detail', event.detail],
        ['Actor', inWords(event.actor)],
        ['Key', key_id && <LinkedId id={key_id} href={hrefOf(['audit'], { key_id })} />],
        ['Address', event.address],
        ['Request', event.request_id && <code>{event.request_id}</code>],
        ['Organisation', organisation_id && organisationName(directory, organisation_id)],
        [
          'Application',
          application_id && (
            <a href={hrefOf(['applications', application_id])}>{applicationName(directory, application_id)}</a>
          ),
        ],
        ['Device', device_id && <LinkedId id={device_id} href={hrefOf(['devices', device_id])} />],
        ['Session', session_id && <LinkedId id={session_id} href={hrefOf(['sessions'], { session_id })} />],
        ['Method', auth_method && methodLabel(auth_method)],
        ['SHA-256 of the context', context_sha256 && <code class="value">{context_sha256}</code>],
      ]}
    />
  );
}
