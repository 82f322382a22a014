// Asks before something is done, says what will happen, does it, and keeps the question open where it fails.

import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Button } from '../../kit/button.tsx';
import { Dialog } from '../../kit/dialog.tsx';
import { Field } from '../../kit/field.tsx';
import type { ApiFailure, ApiResult } from '../../kit/json-api.ts';
import { Notice } from '../../kit/notice.tsx';
import { FailureNotice } from './failure-notice.tsx';
import { problemOfLabel } from './words.ts';

export interface Deed {
  /** The question: "Lock this device?" */
  title: string;
  /** What will happen, and how it can be undone. */
  consequences: ComponentChildren;
  /** "Lock device" */
  confirmLabel: string;
  isDangerous: boolean;
  /** Asks for the reason that the audit log keeps. */
  asksForReason?: true;
  run(reason: string): Promise<ApiResult<unknown>>;
  /** "The device is locked." */
  done: string;
}

export interface DeedDialogProps {
  deed: Deed | null;
  onDone(deed: Deed): void;
  onClose(): void;
}

export function DeedDialog({ deed, onDone, onClose }: DeedDialogProps) {
  return deed && <OpenDeedDialog deed={deed} onDone={onDone} onClose={onClose} />;
}

function OpenDeedDialog({ deed, onDone, onClose }: DeedDialogProps & { deed: Deed }) {
  const [reason, setReason] = useState('');
  const [reasonProblem, setReasonProblem] = useState<string | undefined>(undefined);
  const [failure, setFailure] = useState<ApiFailure | undefined>(undefined);
  const [isBusy, setBusy] = useState(false);
  const formId = useId();

  async function run(event: Event) {
    event.preventDefault();
    if (isBusy) return;
    const problem = deed.asksForReason ? problemOfLabel(reason) : undefined;
    setReasonProblem(problem);
    if (problem !== undefined) return;
    setBusy(true);
    const answer = await deed.run(reason.trim());
    setBusy(false);
    if (answer.ok) onDone(deed);
    else setFailure(answer.failure);
  }

  return (
    <Dialog
      open
      title={deed.title}
      onClose={onClose}
      actions={
        <>
          <Button autofocus={!deed.asksForReason} onClick={onClose}>
            Cancel
          </Button>
          <Button kind={deed.isDangerous ? 'danger' : 'primary'} type="submit" form={formId} busy={isBusy}>
            {deed.confirmLabel}
          </Button>
        </>
      }
    >
      <form id={formId} class="stack" noValidate onSubmit={(event) => void run(event)}>
        {deed.consequences}
        {deed.asksForReason && (
          <Field
            label="Reason"
            hint="For the audit log, which keeps it for good. Name nobody."
            value={reason}
            error={reasonProblem}
            maxLength={128}
            autocomplete="off"
            autofocus
            onValue={setReason}
          />
        )}
        {failure && <FailureNotice failure={failure} title="It was not done" isChange />}
      </form>
    </Dialog>
  );
}

/** Says what was done, and takes the focus: the button that did it may be gone. */
export function DoneNotice({ text }: { text: string }) {
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => frame.current?.focus(), [text]);
  return (
    <div ref={frame} tabIndex={-1} class="focused-notice">
      <Notice kind="good">
        <p>{text}</p>
      </Notice>
    </div>
  );
}
