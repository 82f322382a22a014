// Confirms the same payment the other way: the open one is cancelled, and a new one begins.

import { Button } from '../../kit/button.tsx';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import { bankApi, type Channel, pathTo, type Transfer, transferPath } from './bank-api.ts';
import { useBeginPayment } from './use-begin-payment.ts';

const labels: Record<Channel, string> = {
  ONLINE: 'Confirm online instead',
  OFFLINE: 'Use the QR code instead',
};

export function SwitchChannel({ transfer, to }: { transfer: Transfer; to: Channel }) {
  const { begin, busy, failure } = useBeginPayment({ replace: true });

  async function change() {
    // Where this fails the old payment expires by itself: it is not confirmed, so nothing is paid twice.
    await bankApi.post(`${transferPath}/cancel`, { params: pathTo(transfer) });
    await begin(transfer, to);
  }

  return (
    <>
      <Button busy={busy} onClick={change}>
        {labels[to]}
      </Button>
      {failure && <FailureNotice failure={failure} />}
    </>
  );
}
