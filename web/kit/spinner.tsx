// A turning wheel: something is under way.

import './spinner.css';

/** With a label it stands alone and is announced; without one it decorates what says so itself. */
export function Spinner({ label }: { label?: string }) {
  const wheel = <span class="spinner-wheel" aria-hidden="true" />;
  if (!label) return wheel;
  return (
    <span class="spinner" role="status">
      {wheel}
      {label}
    </span>
  );
}
