/*
 * Days as ISO texts (YYYY-MM-DD), months as the first of the month; all in UTC. Windows are
 * half-open: the end is the first day that is not in it.
 */

const DAY = 86_400_000;

const time = (day: string) => Date.parse(`${day}T00:00:00Z`);
const day = (time: number) => new Date(time).toISOString().slice(0, 10);

export const addDays = (date: string, days: number): string => day(time(date) + days * DAY);

export const daysBetween = (from: string, until: string): number =>
  Math.round((time(until) - time(from)) / DAY);

/** Days since 1970. */
export const dayNumber = (date: string): number => daysBetween("1970-01-01", date);

export const dayOfNumber = (days: number): string => addDays("1970-01-01", days);

export const monthStart = (date: string): string => `${date.slice(0, 7)}-01`;

export const yearStart = (date: string): string => `${date.slice(0, 4)}-01-01`;

/** The first day of the day's quarter. */
export function quarterStart(date: string): string {
  const month = Math.floor((Number(date.slice(5, 7)) - 1) / 3) * 3 + 1;
  return `${date.slice(0, 4)}-${String(month).padStart(2, "0")}-01`;
}

/** The Monday of the day's week. */
export function weekStart(date: string): string {
  const sinceMonday = (new Date(time(date)).getUTCDay() + 6) % 7;
  return addDays(date, -sinceMonday);
}

/** The same day some months away; the last day of the month where that month is shorter. */
export function addMonths(date: string, months: number): string {
  const [year = 0, month = 0, dayOfMonth = 0] = date.split("-").map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return day(first.getTime() + (Math.min(dayOfMonth, last) - 1) * DAY);
}

/** Every day from `from` to `until`, without `until`. */
export function daysFrom(from: string, until: string): string[] {
  return Array.from({ length: Math.max(0, daysBetween(from, until)) }, (_, index) =>
    addDays(from, index),
  );
}
