// A point in time, by this computer's clock and zone, to the second.

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });
const seconds = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const zone = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'short' });

export interface MomentProps {
  /** RFC 3339. */
  at: string;
}

export function Moment({ at }: MomentProps) {
  const parsed = Date.parse(at);
  if (Number.isNaN(parsed)) return <span>{at}</span>;
  return (
    <time dateTime={at} title={at}>
      <span class="unbroken">{day.format(parsed)},</span> <span class="unbroken">{seconds.format(parsed)}</span>
    </time>
  );
}

/** "CET": what times on this page are in. */
export function zoneName(): string {
  return zone.formatToParts(Date.now()).find((part) => part.type === 'timeZoneName')?.value ?? 'local time';
}
