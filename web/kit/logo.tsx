// The mark: the sun, its ray, and the mirror that throws it on. logo.svg is the same as a file, for the browser's tab.

/** 32 CSS pixels; decoration, as the name stands beside it. */
export function Logo() {
  return (
    <svg width="32" height="32" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="#7c3b00" />
      <circle cx="9" cy="9.5" r="4.75" fill="#ffc98a" />
      <g fill="none" stroke-linecap="round" stroke-linejoin="round">
        <path d="M12.2 14.3 17 21.5 25.5 8.75" stroke="#ffc98a" stroke-width="2.4" />
        <path d="M8.5 25.5h17" stroke="#ffffff" stroke-width="3" />
      </g>
    </svg>
  );
}
