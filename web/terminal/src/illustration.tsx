// What the demo is about, as a drawing: a screen's QR code is read by a phone, which has a code and no network.

import './illustration.css';

/** A finder pattern and some modules: no QR code that a camera could read. */
const modules =
  'M0 0h21v21H0zM3 3v15h15V3zM6 6h9v9H6zM36 0h21v21H36zM39 3v15h15V3zM42 6h9v9h-9zM0 36h21v21H0z' +
  'M3 39v15h15V39zM6 42h9v9H6zM24 0h3v6h6v3h-6v3h-3zM30 12h3v9h-6v-3h3zM24 24h9v3h-3v6h-6zM36 24h6v3h-6z' +
  'M45 24h3v6h9v3h-9v3h-9v-3h6zM0 24h6v3H0zM9 27h9v3H9zM24 36h3v9h6v3h-6v3h-3z' +
  'M36 42h6v6h6v3H36zM51 39h6v6h-3v12h-3zM30 54h12v3H30zM24 54h3v3h-3z';

export function Illustration() {
  return (
    <svg class="illustration" viewBox="0 0 480 190" aria-hidden="true" fill="none">
      <g class="illustration-outline" stroke-width="3" stroke-linejoin="round">
        <rect x="24" y="18" width="216" height="136" rx="10" />
        <path d="M6 172h252l-12-18H18z" />
        <rect x="360" y="10" width="92" height="166" rx="14" />
      </g>
      <rect class="illustration-paper" x="88" y="34" width="104" height="104" rx="6" />
      <path class="illustration-modules" d={modules} fill-rule="evenodd" transform="translate(97 43) scale(1.51)" />
      <path
        class="illustration-ray"
        d="M352 52 200 86M352 116 200 86"
        stroke-width="2.5"
        stroke-dasharray="2 9"
        stroke-linecap="round"
      />
      <g class="illustration-lines">
        <rect x="378" y="38" width="56" height="7" rx="3.5" />
        <rect x="378" y="53" width="40" height="7" rx="3.5" />
      </g>
      <text class="illustration-code" x="406" y="106" text-anchor="middle">
        402 851
      </text>
      <g class="illustration-outline" stroke-width="2.5" stroke-linecap="round">
        <path d="M396 148q10-9 20 0M401 154q5-4 10 0M396 160l20-18" />
      </g>
    </svg>
  );
}
