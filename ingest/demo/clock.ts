export const MINUTE = 60;
export const HOUR = 3600;
export const DAY = 86_400;
/** The time of what does not happen. */
export const NEVER = Infinity;

/** Made at full length, or V8 would keep these sparse arrays as slow dictionaries. */
const dates = Array.from<string | undefined>({ length: 60_000 });
const timesOfDay = Array.from<string | undefined>({ length: DAY });

/** Seconds since 1970 of the start of a `YYYY-MM-DD` day, UTC. */
export function startOfDay(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / 1000;
}

/** `YYYY-MM-DD` of a time in seconds since 1970. */
export function formatDate(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

/** `YYYY-MM-DDTHH:MM:SSZ` of a time in seconds since 1970. */
export function formatTime(seconds: number): string {
  const whole = Math.floor(seconds);
  const day = Math.floor(whole / DAY);
  const rest = whole - day * DAY;
  const date = (dates[day] ??= `${formatDate(day * DAY)}T`);
  const time = (timesOfDay[rest] ??= `${new Date(rest * 1000).toISOString().slice(11, 19)}Z`);
  return date + time;
}

/** Writes what was known at one time: later times read as absent; remembers the latest one shown. */
export class Known {
  latest = 0;

  constructor(readonly asOf: number) {}

  has(seconds: number): boolean {
    return seconds <= this.asOf;
  }

  at(seconds: number): string | undefined {
    if (seconds > this.asOf) return undefined;
    if (seconds > this.latest) this.latest = seconds;
    return formatTime(seconds);
  }
}
