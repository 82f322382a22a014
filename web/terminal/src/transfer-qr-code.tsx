// The QR code of a payment, as the server draws it.

import { useState } from 'preact/hooks';
import { Button } from '../../kit/button.tsx';
import { Notice } from '../../kit/notice.tsx';
import { qrCodeOf } from './bank-api.ts';
import './qr-frame.css';

export function TransferQrCode({ transferId }: { transferId: string }) {
  const [trial, setTrial] = useState(0);
  const [hasFailed, setFailed] = useState(false);
  if (hasFailed) {
    return (
      <Notice kind="warn" title="The QR code could not be loaded">
        <div>
          <Button
            onClick={() => {
              setTrial(trial + 1);
              setFailed(false);
            }}
          >
            Load it again
          </Button>
        </div>
      </Notice>
    );
  }
  return (
    <div class="qr-frame">
      <img
        key={trial}
        src={qrCodeOf(transferId)}
        alt="QR code of this payment, for your phone’s camera"
        width="400"
        height="400"
        onError={() => setFailed(true)}
      />
    </div>
  );
}
