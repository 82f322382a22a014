// API keys: which there are, making one, and revoking one.

import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../../kit/button.tsx';
import { CopyButton } from '../../kit/copy-button.tsx';
import { plural } from '../../kit/format.ts';
import { Notice } from '../../kit/notice.tsx';
import { SelectField } from '../../kit/select-field.tsx';
import { FoundText } from './announcer.tsx';
import type { ApiKey, ServerApi } from './api.ts';
import { Awaited } from './awaited.tsx';
import { organisationName, useConsole } from './console-context.ts';
import { DataTable, type Column } from './data-table.tsx';
import { DeedDialog, DoneNotice, type Deed } from './deed-dialog.tsx';
import { Moment } from './moment.tsx';
import { NewApiKeyForm } from './new-api-key.tsx';
import { hrefOf } from './route.ts';
import { Tag, type TagKind } from './tag.tsx';
import { useAnswer } from './use-answer.ts';
import { ViewHeading } from './view-heading.tsx';
import { apiKeyState, inWords, type ApiKeyState } from './words.ts';

type MadeKey = ApiKey & { key_secret: string };

export function ApiKeysView() {
  const { api, signIn } = useConsole();
  const asked = useAnswer(() => api.get('/admin-api/v1/api-keys'), []);
  const [isMaking, setMaking] = useState(false);
  const [made, setMade] = useState<MadeKey | undefined>(undefined);
  const [deed, setDeed] = useState<Deed | null>(null);
  const [done, setDone] = useState('');

  return (
    <>
      <ViewHeading
        title="API keys"
        actions={
          !isMaking && (
            <Button kind="primary" onClick={() => setMaking(true)}>
              New API key
            </Button>
          )
        }
      />
      {made && (
        <SecretCard
          made={made}
          onStored={() => {
            setMade(undefined);
            setDone('The secret is not shown any more.');
          }}
        />
      )}
      {done !== '' && <DoneNotice text={done} />}
      {isMaking && (
        <NewApiKeyForm
          onMade={(key) => {
            setMaking(false);
            setDone('');
            setMade(key);
            void asked.ask();
          }}
          onCancel={() => setMaking(false)}
        />
      )}
      <Awaited asked={asked} what="the API keys">
        {({ api_keys }) => (
          <KeyList keys={api_keys} onRevoke={(key) => setDeed(revoke(api, key, key.id === signIn.key_id))} />
        )}
      </Awaited>
      <DeedDialog
        deed={deed}
        onDone={({ done: text }) => {
          setDeed(null);
          setDone(text);
          void asked.ask();
        }}
        onClose={() => setDeed(null)}
      />
    </>
  );
}

function revoke(api: ServerApi, key: ApiKey, isOwn: boolean): Deed {
  return {
    title: `Revoke “${key.name}”?`,
    consequences: (
      <>
        <p>Every server refuses the key from now on. That cannot be undone.</p>
        {key.last_used_at !== undefined && (
          <p>
            It was last used <Moment at={key.last_used_at} />. Whatever uses it stops working.
          </p>
        )}
        {isOwn && (
          <p>
            <strong>You are signed in with this key:</strong> your sign-in ends with it.
          </p>
        )}
      </>
    ),
    confirmLabel: 'Revoke key',
    isDangerous: true,
    run: () => api.post('/admin-api/v1/api-keys/{key_id}/revoke', { params: { path: { key_id: key.id } } }),
    done: `The key “${key.name}” is revoked.`,
  };
}

interface SecretCardProps {
  made: MadeKey;
  onStored(): void;
}

function SecretCard({ made, onStored }: SecretCardProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section class="card stack secret-card" aria-label="The new key">
      <h2 ref={heading} tabIndex={-1}>
        The key “{made.name}” was made
      </h2>
      <Notice kind="warn" still>
        <p>This is the only time that its secret is shown. The server keeps no copy of it.</p>
      </Notice>
      <dl class="key-values">
        <div>
          <dt>Key id</dt>
          <dd class="row">
            <code class="value">{made.id}</code> <CopyButton text={made.id} label="Copy id" />
          </dd>
        </div>
        <div>
          <dt>Key secret</dt>
          <dd class="row">
            <code class="value">{made.key_secret}</code> <CopyButton text={made.key_secret} label="Copy secret" />
          </dd>
        </div>
      </dl>
      <div>
        <Button onClick={onStored}>I have stored the secret</Button>
      </div>
    </section>
  );
}

const stateKinds: Record<ApiKeyState, TagKind> = { Active: 'good', Expired: 'warn', Revoked: 'plain' };

interface KeyListProps {
  keys: readonly ApiKey[];
  onRevoke(key: ApiKey): void;
}

function KeyList({ keys, onRevoke }: KeyListProps) {
  const { directory, signIn } = useConsole();
  const [organisation, setOrganisation] = useState('');
  const [isAll, setAll] = useState(false);
  const now = Date.now();
  const shown = keys.filter(
    (key) =>
      (organisation === '' || key.organisation_id === organisation) && (isAll || apiKeyState(key, now) === 'Active'),
  );

  const columns: readonly Column<ApiKey>[] = [
    {
      label: 'Name',
      isHeader: true,
      cell: ({ id, name }) => (
        <>
          {name} {id === signIn.key_id && <Tag kind="plain">yours</Tag>}
          <br />
          <code class="small">{id}</code>
        </>
      ),
    },
    { label: 'Role', cell: ({ role }) => inWords(role) },
    { label: 'Organisation', cell: ({ organisation_id }) => organisationName(directory, organisation_id) },
    {
      label: 'State',
      cell: (key) => {
        const state = apiKeyState(key, now);
        return <Tag kind={stateKinds[state]}>{state}</Tag>;
      },
    },
    {
      label: 'Last used',
      cell: ({ last_used_at }) => (last_used_at ? <Moment at={last_used_at} /> : <span class="soft">never</span>),
    },
    {
      label: 'Ends',
      cell: ({ expires_at, revoked_at }) => {
        if (revoked_at !== undefined) return <Moment at={revoked_at} />;
        return expires_at === undefined ? <span class="soft">never</span> : <Moment at={expires_at} />;
      },
    },
    {
      label: 'Actions',
      cell: (key) => (
        <span class="row">
          {key.revoked_at === undefined && (
            <Button onClick={() => onRevoke(key)}>
              Revoke<span class="visually-hidden"> {key.name}</span>
            </Button>
          )}
          <a href={hrefOf(['audit'], { key_id: key.id })}>
            Audit log<span class="visually-hidden"> of {key.name}</span>
          </a>
        </span>
      ),
    },
  ];

  return (
    <section class="card stack" aria-label="API keys that there are">
      <div class="field-grid">
        <SelectField
          label="Organisation"
          value={organisation}
          choices={[
            { value: '', label: 'All' },
            ...directory.organisations.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onValue={setOrganisation}
        />
        <label class="choice choice-alone">
          <input type="checkbox" checked={isAll} onChange={() => setAll(!isAll)} />
          <span>Show expired and revoked keys, too</span>
        </label>
      </div>
      <FoundText text={plural(shown.length, 'key', 'keys')} />
      {shown.length > 0 && <DataTable caption="API keys" columns={columns} rows={shown} rowKey={({ id }) => id} />}
    </section>
  );
}
