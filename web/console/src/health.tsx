// Whether the server is well, which master key is in use, and the upkeep that can be started by hand.

import { useState } from 'preact/hooks';
import { Button } from '../../kit/button.tsx';
import { formatCount, plural } from '../../kit/format.ts';
import { Notice } from '../../kit/notice.tsx';
import { usePolling } from '../../kit/use-polling.ts';
import { openApi, type Maintenance, type MasterKeyRotation, type ServerApi } from './api.ts';
import { Awaited } from './awaited.tsx';
import { useConsole } from './console-context.ts';
import { DataTable } from './data-table.tsx';
import { DeedDialog, DoneNotice, type Deed } from './deed-dialog.tsx';
import { KeyValues } from './key-values.tsx';
import { hrefOf } from './route.ts';
import { Tag } from './tag.tsx';
import { useAnswer, type Asked } from './use-answer.ts';
import { ViewHeading } from './view-heading.tsx';

const probeEveryMilliseconds = 10_000;
const progressEveryMilliseconds = 2_000;

export function HealthView() {
  const { api } = useConsole();
  const rotation = useAnswer(() => api.get('/admin-api/v1/master-key-rotation'), []);
  const maintenance = useAnswer(() => api.get('/admin-api/v1/maintenance'), []);
  const [deed, setDeed] = useState<Deed | null>(null);
  const [done, setDone] = useState('');
  usePolling(rotation.ask, progressEveryMilliseconds, rotation.value?.rotating ?? false);
  usePolling(maintenance.ask, progressEveryMilliseconds, maintenance.value?.cleaning_up ?? false);

  return (
    <>
      <ViewHeading title="Health" />
      {done !== '' && <DoneNotice text={done} />}
      <Probes />
      <section class="card stack" aria-label="Master key">
        <h2>Master key</h2>
        <Awaited asked={rotation} what="the state of the master key">
          {(state) => <Rotation state={state} onRotate={() => setDeed(rotate(api, state, rotation))} />}
        </Awaited>
      </section>
      <section class="card stack" aria-label="Retention">
        <h2>Retention</h2>
        <Awaited asked={maintenance} what="the state of the upkeep">
          {(state) => <Retention state={state} onCleanUp={() => setDeed(cleanUp(api, state, maintenance))} />}
        </Awaited>
      </section>
      <DeedDialog
        deed={deed}
        onDone={({ done: text }) => {
          setDeed(null);
          setDone(text);
        }}
        onClose={() => setDeed(null)}
      />
    </>
  );
}

function Probes() {
  const live = useAnswer(() => openApi.get('/health/live'), []);
  const ready = useAnswer(() => openApi.get('/health/ready'), []);
  const [at, setAt] = useState<Date | undefined>(undefined);
  usePolling(async () => {
    await Promise.all([live.ask(), ready.ask()]);
    setAt(new Date());
  }, probeEveryMilliseconds);

  return (
    <section class="card stack" aria-label="Probes">
      <h2>This server</h2>
      <KeyValues
        entries={[
          ['Serves requests', <Probe asked={live} />],
          ['Its database answers', <Probe asked={ready} />],
        ]}
      />
      {ready.failure && (
        <Notice kind="bad">
          <p>{ready.failure.detail}</p>
        </Notice>
      )}
      <p class="soft small">
        Asked every ten seconds{at && `, last at ${at.toLocaleTimeString('en-GB')}`}. If several servers share the
        database, this is the one that answered.
      </p>
    </section>
  );
}

function Probe({ asked }: { asked: Asked<unknown> }) {
  if (asked.failure) return <Tag kind="bad">No</Tag>;
  return asked.value === undefined ? <span class="soft">asking</span> : <Tag kind="good">Yes</Tag>;
}

function rotate(api: ServerApi, state: MasterKeyRotation, asked: Asked<MasterKeyRotation>): Deed {
  return {
    title: 'Rotate the master key?',
    consequences: (
      <>
        <p>
          Every key in the database is wrapped again under master key {state.current_version}, in the background.
          Phones and sessions notice nothing, and it may be stopped and started again.
        </p>
        <p>
          <strong>First</strong> bring the file with the new master key to all servers and let each read it again: a
          server without it cannot open keys that are wrapped again. Keep the old versions as long as you may restore a
          backup of before.
        </p>
      </>
    ),
    confirmLabel: 'Rotate the master key',
    isDangerous: true,
    run: async () => {
      const answer = await api.post('/admin-api/v1/master-key-rotation');
      if (answer.ok) asked.replace(answer.value);
      return answer;
    },
    done: 'The rotation has begun. It goes on in the background.',
  };
}

function Rotation({ state, onRotate }: { state: MasterKeyRotation; onRotate(): void }) {
  const progress = state.rotating
    ? 'A rotation goes on in this server.'
    : 'Not every key is under the newest master key.';
  return (
    <>
      <KeyValues
        entries={[
          ['Newest version', state.current_version],
          [
            'All keys under it',
            state.done ? (
              <Tag kind="good">Yes</Tag>
            ) : (
              <Tag kind="warn">{plural(state.remaining, 'key', 'keys')} left</Tag>
            ),
          ],
          ['Channel key under it', state.channel_key_done ? 'Yes' : 'No'],
        ]}
      />
      {!state.done && (
        <Notice kind={state.rotating ? 'info' : 'warn'}>
          <p>{progress}</p>
        </Notice>
      )}
      {state.method_keys.length > 0 && (
        <DataTable
          caption="Keys of methods by version of the master key"
          isCaptionShown
          columns={[
            {
              label: 'Version',
              isHeader: true,
              cell: ({ master_key_version }) => master_key_version,
            },
            { label: 'Keys', isNumber: true, cell: ({ count }) => formatCount(count) },
          ]}
          rows={state.method_keys}
          rowKey={({ master_key_version }) => master_key_version}
        />
      )}
      {state.done ? (
        <p class="soft">
          To rotate, first add a new version on the server’s machine: <code>heliograph masterkey add</code>.
        </p>
      ) : (
        <div>
          <Button busy={state.rotating} onClick={onRotate}>
            {state.rotating ? 'Rotating' : 'Rotate'}
          </Button>
        </div>
      )}
    </>
  );
}

function retentionText(hours: number): string {
  if (hours === 0) return 'for ever';
  return hours % 24 === 0 ? plural(hours / 24, 'day', 'days') : plural(hours, 'hour', 'hours');
}

function cleanUp(api: ServerApi, state: Maintenance, asked: Asked<Maintenance>): Deed {
  return {
    title: 'Clean up now?',
    consequences: (
      <>
        <p>
          Sessions and enrolments that are not open any more and began more than{' '}
          {retentionText(state.session_retention_hours)} ago are removed for good, with their contexts, their part of
          the statistics, and devices that never finished their enrolment.
        </p>
        <p>
          Devices, configurations, API keys and the audit log stay. The server does the same by itself once an hour.
        </p>
      </>
    ),
    confirmLabel: 'Clean up',
    isDangerous: true,
    run: async () => {
      const answer = await api.post('/admin-api/v1/maintenance/clean-up');
      if (answer.ok) asked.replace(answer.value);
      return answer;
    },
    done: 'The clean-up has begun. It goes on in the background.',
  };
}

function Retention({ state, onCleanUp }: { state: Maintenance; onCleanUp(): void }) {
  return (
    <>
      <KeyValues
        entries={[
          ['Finished sessions are kept', retentionText(state.session_retention_hours)],
          [
            'Clean-up',
            <>
              {state.cleaning_up ? 'goes on in this server' : 'none under way'};{' '}
              <a href={hrefOf(['audit'], { action: 'SESSIONS_CLEANED_UP' })}>former ones</a>
            </>,
          ],
        ]}
      />
      {state.session_retention_hours > 0 && (
        <div>
          <Button busy={state.cleaning_up} onClick={onCleanUp}>
            {state.cleaning_up ? 'Cleaning up' : 'Clean up now'}
          </Button>
        </div>
      )}
    </>
  );
}
