// One payment from its confirmation to its end, found again by its id after a reload.

import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { ButtonLink } from '../../kit/button.tsx';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import type { ApiFailure } from '../../kit/json-api.ts';
import { Spinner } from '../../kit/spinner.tsx';
import { emptyDraft, useBank } from './bank.ts';
import { bankApi, pathTo, type Transfer, transferPath } from './bank-api.ts';
import { ConfirmOffline } from './confirm-offline.tsx';
import { ConfirmOnline } from './confirm-online.tsx';
import { Part } from './part.tsx';
import { PaymentEnd } from './payment-end.tsx';
import { overviewLink, payLink } from './route.ts';
import { forgetVerificationData } from './verification-data.ts';

export function Payment({ id }: { id: string }) {
  const { heed, refresh, setDraft } = useBank();
  const wasOpen = useRef(false);
  const [transfer, setTransfer] = useState<Transfer | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);

  const take = useCallback(
    (taken: Transfer) => {
      setTransfer(taken);
      if (taken.status === 'STARTED') {
        wasOpen.current = true;
        return;
      }
      if (taken.status === 'COMPLETED' && wasOpen.current) setDraft(emptyDraft);
      wasOpen.current = false;
      forgetVerificationData(taken.id);
      void refresh();
    },
    [refresh, setDraft],
  );

  const load = useCallback(async () => {
    const result = heed(await bankApi.get(transferPath, { params: pathTo({ id }) }));
    setFailure(result.ok ? null : result.failure);
    if (result.ok) take(result.value);
  }, [id, heed, take]);

  useEffect(() => void load(), [load]);

  if (!transfer) {
    if (failure?.kind === 'problem' && failure.status === 404) return <UnknownPayment />;
    return failure ? <Unloaded failure={failure} onRetry={load} /> : <Spinner label="Loading the payment…" />;
  }
  if (transfer.status !== 'STARTED') return <PaymentEnd transfer={transfer} />;
  const Confirm = transfer.channel === 'ONLINE' ? ConfirmOnline : ConfirmOffline;
  return <Confirm transfer={transfer} onTransfer={take} failure={failure} reload={load} />;
}

function Unloaded({ failure, onRetry }: { failure: ApiFailure; onRetry(): void }) {
  return (
    <Part title="The payment cannot be shown" narrow>
      <FailureNotice failure={failure} onRetry={onRetry} />
    </Part>
  );
}

function UnknownPayment() {
  return (
    <Part
      title="There is no such payment"
      lead="Its address may be incomplete, or it belongs to another customer."
      narrow
    >
      <div class="row">
        <ButtonLink kind="primary" href={payLink}>
          New payment
        </ButtonLink>
        <ButtonLink href={overviewLink}>Your account</ButtonLink>
      </div>
    </Part>
  );
}
