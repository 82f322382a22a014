// A modal dialog, and the one that asks before something is done.

import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { Button } from './button.tsx';
import './dialog.css';

export interface DialogProps {
  open: boolean;
  title: string;
  /** Escape was pressed, or the browser closed the dialog: the caller sets `open` to false. */
  onClose(): void;
  children: ComponentChildren;
  /** The buttons, the one that leaves everything as it is first. */
  actions: ComponentChildren;
}

/** While it is open the page behind it is inert; after that the focus is where it was before. */
export function Dialog({ open, ...rest }: DialogProps) {
  return open ? <OpenDialog {...rest} /> : null;
}

function OpenDialog({ title, onClose, children, actions }: Omit<DialogProps, 'open'>) {
  const dialogRef = useRef<HTMLDialogElement>(null);
  const latestOnClose = useRef(onClose);
  latestOnClose.current = onClose;
  const titleId = useId();

  useLayoutEffect(() => {
    const dialog = dialogRef.current;
    if (!dialog) return;
    const closed = () => latestOnClose.current();
    dialog.addEventListener('close', closed);
    dialog.showModal();
    return () => {
      dialog.removeEventListener('close', closed);
      dialog.close();
    };
  }, []);

  return (
    <dialog class="dialog" ref={dialogRef} aria-labelledby={titleId}>
      <div class="stack">
        <h2 id={titleId}>{title}</h2>
        {children}
        <div class="dialog-actions">{actions}</div>
      </div>
    </dialog>
  );
}

export interface ConfirmDialogProps {
  open: boolean;
  /** The question: "Remove this phone?" */
  title: string;
  /** What will happen, and whether it can be undone. */
  children: ComponentChildren;
  /** The deed as a verb: "Remove phone". */
  confirmLabel: string;
  /** "Cancel" where left out; something else where cancelling is the deed. */
  keepLabel?: string;
  danger?: boolean;
  busy?: boolean;
  onConfirm(): void;
  onClose(): void;
}

/** The button that changes nothing has the focus first. */
export function ConfirmDialog({
  open,
  title,
  children,
  confirmLabel,
  keepLabel = 'Cancel',
  danger = false,
  busy = false,
  onConfirm,
  onClose,
}: ConfirmDialogProps) {
  const actions = (
    <>
      <Button autofocus onClick={onClose}>
        {keepLabel}
      </Button>
      <Button kind={danger ? 'danger' : 'primary'} busy={busy} onClick={onConfirm}>
        {confirmLabel}
      </Button>
    </>
  );
  return (
    <Dialog open={open} title={title} onClose={onClose} actions={actions}>
      {children}
    </Dialog>
  );
}
