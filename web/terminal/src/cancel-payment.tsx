// Cancels a payment that is not confirmed yet.

import { useState } from 'preact/hooks';
import { Button } from '../../kit/button.tsx';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import type { ApiFailure } from '../../kit/json-api.ts';
import { useBank } from './bank.ts';
import { bankApi, pathTo, transferPath } from './bank-api.ts';
import type { ConfirmProps } from './confirm-props.ts';

/** Without a question first: the payment can be begun again with one press. */
export function CancelPayment({ transfer, onTransfer, reload }: ConfirmProps) {
  const { heed } = useBank();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);

  async function cancel() {
    setBusy(true);
    const result = heed(await bankApi.post(`${transferPath}/cancel`, { params: pathTo(transfer) }));
    setBusy(false);
    setFailure(result.ok ? null : result.failure);
    if (result.ok) onTransfer(result.value);
    else if (result.failure.kind === 'problem' && result.failure.status === 409) await reload();
  }

  return (
    <>
      <Button busy={busy} onClick={cancel}>
        Cancel the payment
      </Button>
      {failure && <FailureNotice failure={failure} />}
    </>
  );
}
