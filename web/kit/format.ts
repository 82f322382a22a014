// How amounts, times and digits are written.

const locale = 'en-GB';
const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
const time = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' });
const count = new Intl.NumberFormat(locale);

/** ("1234.5", "EUR") → "€1,234.50" */
export function formatMoney(amount: string, currency: string): string {
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(Number(amount));
}

/** 1234567 → "1,234,567" */
export function formatCount(value: number): string {
  return count.format(value);
}

/** ISO 8601 → "26 Nov 2026, 12:04"; what is no time stays as it is. */
export function formatDateTime(moment: string): string {
  return formatWith(dateTime, moment);
}

/** ISO 8601 → "26 Nov 2026" */
export function formatDate(moment: string): string {
  return formatWith(date, moment);
}

/** ISO 8601 → "12:04:31" */
export function formatTime(moment: string): string {
  return formatWith(time, moment);
}

function formatWith(format: Intl.DateTimeFormat, moment: string): string {
  const parsed = Date.parse(moment);
  return Number.isNaN(parsed) ? moment : format.format(parsed);
}

/** 125 → "2:05" */
export function formatRemaining(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** ("123456", 3) → "123 456": what is as long as it likes. One-time passwords: one-time-password-groups.ts. */
export function groupDigits(digits: string, size = 4): string {
  return digits.match(new RegExp(`.{1,${size}}`, 'g'))?.join(' ') ?? '';
}

/** (1, "attempt", "attempts") → "1 attempt" */
export function plural(number: number, one: string, many: string): string {
  return `${formatCount(number)} ${number === 1 ? one : many}`;
}
