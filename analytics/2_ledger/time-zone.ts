import type { Session } from "../engine/duckdb.js";
import { UserError } from "../errors.js";

/*
 * Facts are UTC; the ledger's days begin at midnight of the marketplace's time zone, which its
 * database keeps. Measures read order files with their times as wall clocks showed them, so that
 * `cast(ordered_at as date)` is the local day and five days later is the same hour. Two times within
 * the hour that autumn repeats may therefore compare the wrong way round, and a span of hours across
 * a change of clocks is an hour off; days are always right.
 */

export const DEFAULT_TIME_ZONE = "UTC";

/** In whose days the ledger counts, as an IANA name. */
export async function ledgerTimeZone(session: Session): Promise<string> {
  const [meta] = await session.all<{ time_zone: string }>("select time_zone from plimsoll.meta");
  return meta?.time_zone ?? DEFAULT_TIME_ZONE;
}

/** The name under which both DuckDB and Node know a time zone; refuses one that they do not know. */
export async function findTimeZone(session: Session, timeZone: string): Promise<string> {
  const [zone] = await session.all<{ name: string }>(
    "select name from pg_timezone_names() where lower(name) = lower($name)",
    { name: timeZone },
  );
  if (!zone || !isTimeZone(zone.name))
    throw new UserError(`there is no time zone ${timeZone}: ${TIME_ZONE_HELP}`);
  return zone.name;
}

export const TIME_ZONE_HELP = "give a name of the IANA list, as in Europe/Berlin or UTC";

/** True for a name of the IANA list; an offset as +02:00 is none, as it knows no summer. */
export function isTimeZone(text: string): boolean {
  try {
    return !/^[+-]/.test(text) && canonical(text) !== "";
  } catch {
    return false;
  }
}

const canonical = (timeZone: string) =>
  new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone;

/** Whether two names mean the same zone, as Etc/UTC and UTC do. */
export const isSameZone = (one: string, other: string): boolean =>
  canonical(one) === canonical(other);

/** From here on measures read local times of another zone; the ledger must be reposted with it. */
export async function setTimeZone(session: Session, timeZone: string): Promise<void> {
  await session.run("update plimsoll.meta set time_zone = $zone", { zone: timeZone });
}

/** The calendar day in a time zone, as YYYY-MM-DD. */
export function dayIn(timeZone: string, moment: Date): string {
  const parts = new Intl.DateTimeFormat("en", {
    timeZone,
    calendar: "gregory",
    numberingSystem: "latn",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).formatToParts(moment);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
  return `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}`;
}
