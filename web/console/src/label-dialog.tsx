// Asks for the name of something new, and keeps it where the server refuses it.

import { useId, useState } from 'preact/hooks';
import { Button } from '../../kit/button.tsx';
import { Dialog } from '../../kit/dialog.tsx';
import { Field } from '../../kit/field.tsx';
import type { ApiFailure, ApiResult } from '../../kit/json-api.ts';
import { FailureNotice } from './failure-notice.tsx';
import { problemOfLabel } from './words.ts';

export interface LabelDialogProps {
  title: string;
  confirmLabel: string;
  create(name: string): Promise<ApiResult<unknown>>;
  onDone(name: string): void;
  onClose(): void;
}

export function LabelDialog({ title, confirmLabel, create, onDone, onClose }: LabelDialogProps) {
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [failure, setFailure] = useState<ApiFailure | undefined>(undefined);
  const [isBusy, setBusy] = useState(false);
  const formId = useId();

  async function submit(event: Event) {
    event.preventDefault();
    const found = problemOfLabel(name);
    setProblem(found);
    if (isBusy || found !== undefined) return;
    setBusy(true);
    const answer = await create(name.trim());
    setBusy(false);
    if (answer.ok) onDone(name.trim());
    else setFailure(answer.failure);
  }

  return (
    <Dialog
      open
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form={formId} busy={isBusy}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      <form id={formId} class="stack" noValidate onSubmit={(event) => void submit(event)}>
        <Field label="Name" value={name} error={problem} autocomplete="off" autofocus onValue={setName} />
        {failure && <FailureNotice failure={failure} title="It was not made" isChange />}
      </form>
    </Dialog>
  );
}
