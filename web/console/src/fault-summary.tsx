// How many fields are at fault, beside the button that could not do its work.

import { plural } from '../../kit/format.ts';
import { Notice } from '../../kit/notice.tsx';

export function FaultSummary({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <Notice kind="bad">
      <p>Nothing was sent: {plural(count, 'field is', 'fields are')} not right yet.</p>
    </Notice>
  );
}

/** After the next rendering, when the fields say what is wrong. */
export function focusFirstAtFault(form: HTMLFormElement | null): void {
  requestAnimationFrame(() => {
    const field = form?.querySelector('[aria-invalid="true"]');
    if (field instanceof HTMLElement) field.focus();
  });
}
