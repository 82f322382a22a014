// Changes of configurations that were typed and not saved: they outlive a look at another view, not the page.

import { useEffect, useState } from 'preact/hooks';
import type { ConfigurationProperties } from './api.ts';

export interface ConfigurationDraft {
  /** What the draft began with. */
  readonly version: number;
  readonly before: ConfigurationProperties;
  readonly values: ConfigurationProperties;
}

const drafts = new Map<string, ConfigurationDraft>();

/** Whoever signs in next starts without them. */
export function forgetDrafts(): void {
  drafts.clear();
}

/** The draft of an application, and how to put another or none in its place. */
export function useConfigurationDraft(applicationId: string) {
  const [draft, setDraft] = useState(drafts.get(applicationId));
  function keep(next: ConfigurationDraft | undefined) {
    if (next) drafts.set(applicationId, next);
    else drafts.delete(applicationId);
    setDraft(next);
  }

  useEffect(() => {
    if (!draft) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [draft]);

  return [draft, keep] as const;
}
