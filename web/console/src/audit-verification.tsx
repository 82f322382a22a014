// Verifies the chain of the audit log and says what the result means; hands out its heads to keep elsewhere.

import { useState } from 'preact/hooks';
import { Button } from '../../kit/button.tsx';
import { formatCount, plural } from '../../kit/format.ts';
import type { ApiFailure, ApiResult } from '../../kit/json-api.ts';
import { Notice } from '../../kit/notice.tsx';
import type { AuditHead, AuditHeads, AuditVerification, ServerApi } from './api.ts';
import { useConsole } from './console-context.ts';
import { FailureNotice } from './failure-notice.tsx';

/** The verification walks the whole log. */
const verificationMilliseconds = 30 * 60_000;

const faultMeaning: Record<NonNullable<AuditVerification['fault']>['kind'], string> = {
  BAD_SIGNATURE: 'The signature of this head is not the server’s: the head was changed, or somebody else made it.',
  BROKEN_CHAIN: 'This head does not continue the one before it: a head was changed, removed or put in between.',
  EVENTS_DIFFER: 'The events under this head are not those that were sealed: one was changed, removed or added.',
  HEAD_MISSING: 'This head is missing: it was removed.',
  EVENTS_UNCOVERED:
    'There are events that should be under a head and are not: they were put in later, or their head was removed.',
};

export function AuditVerificationCard() {
  const { api } = useConsole();
  const [result, setResult] = useState<AuditVerification | undefined>(undefined);
  const [failure, setFailure] = useState<ApiFailure | undefined>(undefined);
  const [isBusy, setBusy] = useState(false);

  async function verify() {
    setBusy(true);
    setFailure(undefined);
    setResult(undefined);
    const answer = await api.post('/admin-api/v1/audit-verification', { timeoutMilliseconds: verificationMilliseconds });
    setBusy(false);
    if (answer.ok) setResult(answer.value);
    else setFailure(answer.failure);
  }

  return (
    <section class="card stack" aria-label="Verification of the audit log">
      <h2>Is the log whole?</h2>
      <p class="soft">
        Each second the server seals what is new under a signed head, which continues the one before. The verification
        walks the whole log; with many events that takes a while.
      </p>
      <div class="row">
        <Button busy={isBusy} onClick={() => void verify()}>
          Verify the chain
        </Button>
        <HeadsDownload api={api} />
      </div>
      {failure && <FailureNotice failure={failure} title="The log could not be verified" />}
      {result && <Result result={result} />}
    </section>
  );
}

function Result({ result }: { result: AuditVerification }) {
  if (result.fault) {
    return (
      <Notice kind="bad" title={`The log is not whole: head ${result.fault.head} is at fault`}>
        <p>{faultMeaning[result.fault.kind]}</p>
        <p>
          <code>{result.fault.kind}</code> {result.fault.detail}
        </p>
        <p>Keep the database as it is, and compare it with a backup and with the heads that were kept elsewhere.</p>
      </Notice>
    );
  }
  const unsealed = result.unsealed ?? 0;
  return (
    <Notice kind="good" title="The log is whole">
      <p>
        {plural(result.heads ?? 0, 'head', 'heads')} over {plural(result.events ?? 0, 'event', 'events')}: every
        signature is good, every head continues the one before, and no event under them was changed, removed or
        reordered.
      </p>
      {unsealed > 0 && (
        <p>
          {plural(unsealed, 'event is', 'events are')} newer than the last head and not protected yet. That is usual:
          the server seals once a second.
        </p>
      )}
      <p>
        It does not show whether the newest heads were removed together with their events. Heads that were kept
        elsewhere do: <code>heliograph audit verify --heads FILE</code>.
      </p>
    </Notice>
  );
}

async function allHeads(api: ServerApi): Promise<ApiResult<AuditHeads>> {
  const heads: AuditHead[] = [];
  for (;;) {
    const after = heads.at(-1)?.number ?? 0;
    const answer = await api.get('/admin-api/v1/audit-heads', { params: { query: { after } } });
    if (!answer.ok) return answer;
    heads.push(...answer.value.heads);
    if (answer.value.heads.length === 0) return { ...answer, value: { ...answer.value, heads } };
  }
}

function saveAsFile(name: string, content: object): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(content, null, 2)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** The file is what `heliograph audit verify --heads` reads. */
function HeadsDownload({ api }: { api: ServerApi }) {
  const [failure, setFailure] = useState<ApiFailure | undefined>(undefined);
  const [saved, setSaved] = useState<number | undefined>(undefined);
  const [isBusy, setBusy] = useState(false);

  async function download() {
    setBusy(true);
    const answer = await allHeads(api);
    setBusy(false);
    setFailure(answer.ok ? undefined : answer.failure);
    if (!answer.ok) return;
    saveAsFile(`heliograph-heads-${new Date().toISOString().slice(0, 10)}.json`, answer.value);
    setSaved(answer.value.heads.length);
  }

  return (
    <>
      <Button busy={isBusy} onClick={() => void download()}>
        Download the heads
      </Button>
      <span role="status">
        {saved !== undefined &&
          `${formatCount(saved)} heads were saved. Keep the file where the server’s operators cannot change it.`}
      </span>
      {failure && <FailureNotice failure={failure} title="The heads could not be loaded" />}
    </>
  );
}
