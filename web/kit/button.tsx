// A button, and a link that looks like one.

import type { AnchorHTMLAttributes, ButtonHTMLAttributes, ComponentChildren } from 'preact';
import { Spinner } from './spinner.tsx';
import './button.css';

export type ButtonKind = 'primary' | 'secondary' | 'danger' | 'plain';

export interface ButtonProps extends Omit<ButtonHTMLAttributes, 'class' | 'className' | 'icon'> {
  /** 'secondary' where left out: a page has one primary button. */
  kind?: ButtonKind;
  /** Something is under way: a press does nothing, and the button keeps the focus. */
  busy?: boolean;
  children: ComponentChildren;
}

/** A press while busy is swallowed, the form's Enter key included. `type` is 'button' where left out. */
export function Button({ kind = 'secondary', busy = false, children, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      class={`button button-${kind}`}
      aria-disabled={busy || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {busy && <Spinner />}
      {children}
    </button>
  );
}

export interface ButtonLinkProps {
  href: string;
  kind?: ButtonKind;
  /** Opens a tab of its own, which learns nothing of this one. */
  newTab?: boolean;
  download?: AnchorHTMLAttributes['download'];
  children: ComponentChildren;
}

export function ButtonLink({ href, kind = 'secondary', newTab = false, download, children }: ButtonLinkProps) {
  const tab = newTab ? { target: '_blank', rel: 'noopener' } : {};
  return (
    <a class={`button button-${kind}`} href={href} download={download} {...tab}>
      {children}
      {newTab && <span class="visually-hidden"> (opens a new tab)</span>}
    </a>
  );
}
