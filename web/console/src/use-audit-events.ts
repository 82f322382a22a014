// Audit events page by page, the newest first.

import { useEffect, useState } from 'preact/hooks';
import type { ApiFailure } from '../../kit/json-api.ts';
import type { AuditEvent, AuditQuery } from './api.ts';
import { useConsole } from './console-context.ts';
import { useAnswer, type Asked } from './use-answer.ts';

export interface AuditEvents {
  /** The first page, as Awaited takes it. */
  first: Asked<unknown>;
  /** Of all pages so far. */
  events: readonly AuditEvent[];
  hasMore: boolean;
  isLoadingMore: boolean;
  moreFailure: ApiFailure | undefined;
  loadMore(): Promise<void>;
}

/** `query` without a cursor. Give the component a key of the query: another query begins again. */
export function useAuditEvents(query: AuditQuery): AuditEvents {
  const { api } = useConsole();
  const first = useAnswer(() => api.get('/admin-api/v1/audit-events', { params: { query } }), []);
  const [later, setLater] = useState<{ events: AuditEvent[]; next: string | undefined } | undefined>(undefined);
  const [moreFailure, setMoreFailure] = useState<ApiFailure | undefined>(undefined);
  const [isLoadingMore, setLoadingMore] = useState(false);
  useEffect(() => setLater(undefined), [first.value]);

  const next = later ? later.next : first.value?.next_cursor;

  async function loadMore() {
    if (next === undefined) return;
    setLoadingMore(true);
    const answer = await api.get('/admin-api/v1/audit-events', { params: { query: { ...query, cursor: next } } });
    setLoadingMore(false);
    setMoreFailure(answer.ok ? undefined : answer.failure);
    if (answer.ok) {
      setLater({ events: [...(later?.events ?? []), ...answer.value.events], next: answer.value.next_cursor });
    }
  }

  return {
    first,
    events: [...(first.value?.events ?? []), ...(later?.events ?? [])],
    hasMore: next !== undefined,
    isLoadingMore,
    moreFailure,
    loadMore,
  };
}
