// The mark: the sun, its ray, and the mirror that throws it on. logo.svg is the same as a file, for the browser's tab.

/** 32 CSS pixels; decoration, as the name stands beside it. */
export function Logo() {
  return (
    <svg width="32" height="32" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="#7c3b00" />
      <circle cx="10.5" cy="10.5" r="5" fill="#ffc98a" />
      <g fill="none" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round">
        <path d="M14.7 14.7 20.3 20.3 27 7.5" stroke="#ffc98a" />
        <path d="M14.6 26 26 14.6" stroke="#ffffff" stroke-width="3" />
      </g>
    </svg>
  );
}
