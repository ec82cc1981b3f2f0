type Raw = Record<string, unknown>;

const isObject = (value: unknown): value is Raw =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const hasId = (value: unknown): value is Raw & { id: string } =>
  isObject(value) && typeof value["id"] === "string";

/**
 * What a version, or a programme that extends another, changes: objects field by field, lists of
 * things with an id (tiers, rules, parts, regional sets) one by one by that id, everything else as a
 * whole; null takes a field away. A rate programme's tier that gives gates loses pieces, and back.
 */
export function merge(base: unknown, change: unknown): unknown {
  if (change === undefined) return base;
  if (Array.isArray(base) && Array.isArray(change) && [...base, ...change].every(hasId))
    return mergeLists(base as { id: string }[], change as { id: string }[]);
  if (!isObject(base) || !isObject(change)) return change;
  const result: Raw = { ...base };
  for (const [name, value] of Object.entries(change)) {
    if (value === null && name !== "until" && name !== "from") delete result[name];
    else result[name] = REPLACED.has(name) ? value : merge(base[name], value);
  }
  if (isObject(change) && "pieces" in change && !("gates" in change)) delete result["gates"];
  if (isObject(change) && "gates" in change && !("pieces" in change)) delete result["pieces"];
  return result;
}

/** Fields that are one thing, whatever they are made of: half of two windows is no window. */
export const REPLACED: ReadonlySet<string> = new Set([
  "window",
  "evaluation",
  "sources",
  "effective",
  "pieces",
  "fees",
  "curve",
]);

function mergeLists(base: readonly { id: string }[], change: readonly { id: string }[]) {
  const changed = new Map(change.map((item) => [item.id, item]));
  const known = new Set(base.map(({ id }) => id));
  return [
    ...base.map((item) => merge(item, changed.get(item.id))),
    ...change.filter(({ id }) => !known.has(id)),
  ];
}
