// The QR code that sets a phone up: the activation code and the application that it belongs to, as JSON.

import { encodeQR } from 'qr';
import { useMemo } from 'preact/hooks';
import type { PhoneConfiguration } from './bank-api.ts';
import './qr-frame.css';

const quietZone = 4;

export interface ActivationQrCodeProps {
  activationCode: string;
  application: PhoneConfiguration;
}

export function ActivationQrCode({ activationCode, application }: ActivationQrCodeProps) {
  const { size, path } = useMemo(() => {
    const text = JSON.stringify({ activation_code: activationCode, application });
    const modules = encodeQR(text, 'raw', { ecc: 'medium', border: quietZone });
    return { size: modules.length, path: pathOf(modules) };
  }, [activationCode, application]);
  return (
    <div class="qr-frame">
      <svg
        viewBox={`0 0 ${size} ${size}`}
        shape-rendering="crispEdges"
        role="img"
        aria-label="QR code that sets up your phone, for its camera"
      >
        <path d={path} fill="currentColor" />
      </svg>
    </div>
  );
}

/** A stroke of squares for each run of dark modules. */
function pathOf(modules: boolean[][]): string {
  let path = '';
  modules.forEach((row, y) => {
    for (let x = 0; x < row.length; ++x) {
      if (!row[x]) continue;
      const start = x;
      while (row[x + 1]) ++x;
      path += `M${start} ${y}h${x + 1 - start}v1H${start}z`;
    }
  });
  return path;
}
