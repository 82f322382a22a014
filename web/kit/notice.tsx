// A framed message: something to know, something done, something to look out for, something wrong.

import type { ComponentChildren } from 'preact';
import './notice.css';

export type NoticeKind = 'info' | 'good' | 'warn' | 'bad';

const signs: Record<NoticeKind, string> = {
  info: 'M12 11v6M12 7v.5',
  good: 'M7.5 12.5l3 3 6-7',
  warn: 'M12 6.5v7M12 16.5v.5',
  bad: 'M8.5 8.5l7 7M15.5 8.5l-7 7',
};

export interface NoticeProps {
  kind: NoticeKind;
  title?: string;
  /** Belongs to the page from its beginning, and is not read out as news. */
  still?: boolean;
  children?: ComponentChildren;
}

/** Read out when it appears: at once where something is wrong ('bad'), else when the reader pauses. */
export function Notice({ kind, title, still = false, children }: NoticeProps) {
  const role = still ? undefined : kind === 'bad' ? 'alert' : 'status';
  return (
    <div class={`notice notice-${kind}`} role={role}>
      <svg
        class="notice-sign"
        viewBox="0 0 24 24"
        aria-hidden="true"
        fill="none"
        stroke="currentColor"
        stroke-width="2.25"
      >
        <circle cx="12" cy="12" r="10" />
        <path d={signs[kind]} stroke-linecap="round" stroke-linejoin="round" />
      </svg>
      <div class="notice-body">
        {title && <strong class="notice-title">{title}</strong>}
        {children}
      </div>
    </div>
  );
}
