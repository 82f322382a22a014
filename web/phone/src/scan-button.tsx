// The one big button: scan a transaction.

import './scan-button.css';

export function ScanButton({ hint, onScan }: { hint: string; onScan(): void }) {
  return (
    <button type="button" class="scan-button" onClick={onScan}>
      <ScanSign />
      <span class="scan-button-label">Scan</span>
      <span class="scan-button-hint">{hint}</span>
    </button>
  );
}

function ScanSign() {
  return (
    <svg viewBox="0 0 48 48" class="scan-sign" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="3">
      <path
        d="M6 16V9a3 3 0 0 1 3-3h7M32 6h7a3 3 0 0 1 3 3v7M42 32v7a3 3 0 0 1-3 3h-7M16 42H9a3 3 0 0 1-3-3v-7"
        stroke-linecap="round"
      />
      <path d="M15 15h7v7h-7zM26 15h7v7h-7zM15 26h7v7h-7z" stroke-linejoin="round" />
      <path d="M27 27h1M32 27h1M32 32h1M27 32h1" stroke-linecap="round" />
    </svg>
  );
}
