// The configuration of an application: changed as a whole, tried while somebody types, and shown beside somebody
// else's where two change it at once.

import { useRef, useState } from 'preact/hooks';
import { Button } from '../../kit/button.tsx';
import type { ApiFailure } from '../../kit/json-api.ts';
import { Notice } from '../../kit/notice.tsx';
import {
  configurationPath,
  type Application,
  type Configuration,
  type ConfigurationProperties,
  type ConfigurationProperty,
} from './api.ts';
import { Awaited } from './awaited.tsx';
import { ConfigurationConflict } from './configuration-conflict.tsx';
import { useConfigurationDraft } from './configuration-drafts.ts';
import { ConfigurationFields } from './configuration-fields.tsx';
import { changesBetween, problemsOf, refusalsIn, sentencesByProperty } from './configuration-properties.ts';
import { useConsole } from './console-context.ts';
import { DeedDialog, DoneNotice } from './deed-dialog.tsx';
import { FailureNotice } from './failure-notice.tsx';
import { FaultSummary, focusFirstAtFault } from './fault-summary.tsx';
import { Moment } from './moment.tsx';
import { PropertyChanges } from './property-changes.tsx';
import { useAnswer, type Asked } from './use-answer.ts';
import { useTrial } from './use-trial.ts';

export function ApplicationConfiguration({ application }: { application: Application }) {
  const { api } = useConsole();
  const asked = useAnswer(
    () => api.get(configurationPath, { params: { path: { application_id: application.id } } }),
    [application.id],
  );
  return (
    <Awaited asked={asked} what="the configuration">
      {(configuration) => <ConfigurationForm application={application} configuration={configuration} asked={asked} />}
    </Awaited>
  );
}

interface ConfigurationFormProps {
  application: Application;
  /** The newest that this page knows. */
  configuration: Configuration;
  asked: Asked<Configuration>;
}

function ConfigurationForm({ application, configuration, asked }: ConfigurationFormProps) {
  const { api, directory } = useConsole();
  const form = useRef<HTMLFormElement>(null);
  const [draft, keepDraft] = useConfigurationDraft(application.id);
  const [isChecked, setChecked] = useState(false);
  const [isConfirming, setConfirming] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | undefined>(undefined);
  const [done, setDone] = useState('');

  const before = draft?.before ?? configuration.configuration;
  const version = draft?.version ?? configuration.version;
  const values = draft?.values ?? configuration.configuration;
  const changes = changesBetween(before, values);
  const isChanged = Object.keys(changes).length > 0;
  const changedProperties = directory.properties.filter(({ name }) => name in changes);
  const isOvertaken = draft !== undefined && draft.version !== configuration.version;

  const ownProblems = problemsOf(directory.properties, values);
  const trial = useTrial(application.id, isChanged && ownProblems.size === 0 ? changes : undefined);
  const tried = trial.answer;
  const problems = new Map([
    ...refusalsIn(tried?.ok === false ? tried.failure : undefined),
    ...refusalsIn(failure),
    ...ownProblems,
  ]);
  const warnings = sentencesByProperty(tried?.ok ? tried.value.warnings : []);

  function setValue(name: string, value: string) {
    setFailure(undefined);
    setDone('');
    const next = { ...values, [name]: value };
    const isBack = !isOvertaken && Object.keys(changesBetween(before, next)).length === 0;
    keepDraft(isBack ? undefined : { version, before, values: next });
  }

  function forget() {
    keepDraft(undefined);
    setFailure(undefined);
    setChecked(false);
  }

  async function submit(event: Event) {
    event.preventDefault();
    setChecked(true);
    if (!isChanged) return;
    const answer = ownProblems.size === 0 ? await trial.ask() : undefined;
    const isRefused = answer?.ok === false && refusalsIn(answer.failure).size > 0;
    if (ownProblems.size > 0 || isRefused) focusFirstAtFault(form.current);
    else setConfirming(true);
  }

  async function save() {
    const answer = await api.patch(configurationPath, {
      params: { path: { application_id: application.id }, header: { 'If-Match': `"${version}"` } },
      body: changes,
    });
    if (answer.ok) {
      forget();
      asked.replace(answer.value);
      return answer;
    }
    setConfirming(false);
    setFailure(answer.failure);
    const isBehind = answer.failure.kind === 'problem' && answer.failure.status === 412;
    if (isBehind) {
      keepDraft({ version, before, values });
      await asked.ask();
    }
    return answer;
  }

  function saved() {
    setConfirming(false);
    setDone('The configuration was changed. It counts at once on every server.');
    void directory.refresh();
  }

  return (
    <form ref={form} class="stack" noValidate onSubmit={(event) => void submit(event)}>
      {done !== '' && <DoneNotice text={done} />}
      <p class="soft">
        Version {configuration.version}, changed <Moment at={configuration.changed_at} />. A change counts at once on
        every server.
      </p>
      {!draft &&
        configuration.warnings.map((warning) => (
          <Notice key={warning} kind="warn" still>
            <p>{warning}</p>
          </Notice>
        ))}
      {isOvertaken && (
        <ConfigurationConflict
          before={before}
          theirs={configuration}
          mine={values}
          onTakeTheirs={forget}
          onKeepMine={() => {
            setFailure(undefined);
            keepDraft({
              version: configuration.version,
              before: configuration.configuration,
              values: { ...configuration.configuration, ...changes },
            });
          }}
        />
      )}
      <ConfigurationFields values={values} problems={problems} warnings={warnings} onValue={setValue} />
      {failure && !isOvertaken && (
        <FailureNotice failure={failure} title="The configuration was not changed" isChange />
      )}
      {isChecked && <FaultSummary count={problems.size} />}
      <div class={isChanged ? 'save-bar is-needed' : 'save-bar'}>
        <Button kind="primary" type="submit" disabled={!isChanged || isOvertaken}>
          Save changes …
        </Button>
        <Button onClick={forget} disabled={!draft}>
          Discard changes
        </Button>
        <p role="status" class="soft">
          {isChanged ? `${Object.keys(changes).length} changed, not saved` : 'No changes'}
        </p>
      </div>
      <DeedDialog
        deed={
          isConfirming
            ? {
                title: `Change the configuration of ${application.name}?`,
                consequences: <Consequences before={before} after={values} changed={changedProperties} />,
                confirmLabel: 'Change configuration',
                isDangerous: changedProperties.some((property) => property.change_note !== undefined),
                run: save,
                done: '',
              }
            : null
        }
        onDone={saved}
        onClose={() => setConfirming(false)}
      />
    </form>
  );
}

interface ConsequencesProps {
  before: ConfigurationProperties;
  after: ConfigurationProperties;
  changed: readonly ConfigurationProperty[];
}

function Consequences({ before, after, changed }: ConsequencesProps) {
  const notes = changed.filter((property) => property.change_note !== undefined);
  return (
    <>
      <PropertyChanges before={before} after={after} />
      {notes.length > 0 && (
        <ul class="bullets">
          {notes.map(({ name, title, change_note }) => (
            <li key={name}>
              {title}: {change_note}
            </li>
          ))}
        </ul>
      )}
      <p>It counts at once, for every user of the application.</p>
    </>
  );
}
