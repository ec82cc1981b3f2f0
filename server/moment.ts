const MOMENT =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:\d{2})?)?$/;

/** A day that exists, as YYYY-MM-DD. */
export function isDay(text: string): boolean {
  const parsed = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  return (
    parsed !== undefined &&
    !Number.isNaN(parsed.getTime()) &&
    parsed.toISOString().slice(0, 10) === text
  );
}

/**
 * A moment in ISO 8601, UTC where it has no offset; a day means its first moment. Answers it in UTC to
 * the millisecond, or null for any other text.
 */
export function parseMoment(text: string): string | null {
  const [, day = "", clock = "00:00", zone = "Z"] = MOMENT.exec(text) ?? [];
  if (!isDay(day)) return null;
  const parsed = new Date(`${day}T${clock}${zone}`);
  return Number.isNaN(parsed.getTime()) ? null : parsed.toISOString();
}
