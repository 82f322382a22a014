// Asks how a registration or a method is removed: at the server, too, or on this phone only.

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Button } from '../../kit/button.tsx';
import { Dialog } from '../../kit/dialog.tsx';
import { Notice } from '../../kit/notice.tsx';
import { sentenceOf, type Sentence } from './error-sentences.ts';

export interface RemovalDialogProps {
  /** The question: "Remove this registration?" */
  title: string;
  /** What is lost by it. */
  children: ComponentChildren;
  /** Rejects where it failed and nothing was removed. */
  remove(localOnly: boolean): Promise<void>;
  onClose(): void;
}

export function RemovalDialog({ title, children, remove, onClose }: RemovalDialogProps) {
  const [busy, setBusy] = useState<'everywhere' | 'here'>();
  const [fault, setFault] = useState<Sentence>();

  const run = async (localOnly: boolean) => {
    setBusy(localOnly ? 'here' : 'everywhere');
    setFault(undefined);
    try {
      await remove(localOnly);
      onClose();
    } catch (error) {
      setFault(sentenceOf(error, { operation: 'removal' }));
      setBusy(undefined);
    }
  };
  const actions = (
    <>
      <Button autofocus onClick={onClose}>
        Cancel
      </Button>
      <Button busy={busy === 'here'} disabled={busy === 'everywhere'} onClick={() => void run(true)}>
        On this phone only
      </Button>
      <Button kind="danger" busy={busy === 'everywhere'} disabled={busy === 'here'} onClick={() => void run(false)}>
        Remove
      </Button>
    </>
  );
  return (
    <Dialog open title={title} onClose={onClose} actions={actions}>
      {children}
      <p class="soft small">
        “Remove” tells the server and needs a network. “On this phone only” leaves it activated at the server.
      </p>
      {fault && (
        <Notice kind="bad" title={fault.title}>
          <p>{fault.text}</p>
        </Notice>
      )}
    </Dialog>
  );
}
