import { SourceError } from "./errors.js";
import { feedByName, feedNames, type FeedName } from "./feeds/index.js";

const requiredOf = (name: FeedName) =>
  feedByName(name)
    .columns.filter((column) => column.required)
    .map((column) => column.name);

/** The feed whose required columns are all there; an id column of its own decides. */
export function recogniseFeed(source: string, columns: readonly string[]): FeedName {
  const present = new Set(columns);
  const fits = feedNames
    .filter((name) => requiredOf(name).every((column) => present.has(column)))
    .sort((a, b) => requiredOf(b).length - requiredOf(a).length);
  const [best] = fits;
  const isOther = present.has("order_id") || present.has("metric");
  if (best && (best !== "sellers" || !isOther)) return best;
  const tombstones = feedNames.find((name) => isTombstones(name, columns));
  if (tombstones) return tombstones;
  const nearest = feedNames
    .filter((name) => looksLike(name, present))
    .sort((a, b) => missing(a, present).length - missing(b, present).length)[0];
  if (nearest)
    throw new SourceError(
      `${source}: looks like ${nearest}, but has no column ${missing(nearest, present).join(", ")}; add it, rename yours, or give a --mapping`,
    );
  throw new SourceError(
    `${source}: no feed has these columns (${columns.slice(0, 8).join(", ")}${columns.length > 8 ? ", …" : ""}); name one with --feed, or give a --mapping`,
  );
}

const missing = (name: FeedName, present: ReadonlySet<string>) =>
  requiredOf(name).filter((column) => !present.has(column));

/** It has the feed's id column; or two of the columns that are its id, and no other feed's. */
function looksLike(name: FeedName, present: ReadonlySet<string>): boolean {
  const { key } = feedByName(name);
  if (key.length === 1) return hasOnlyKey(name, present);
  const found = key.filter((column) => present.has(column)).length;
  return found > 1 && !feedNames.some((other) => hasOnlyKey(other, present));
}

/** Every feed of a seller names it, so that alone tells nothing. */
function hasOnlyKey(name: FeedName, present: ReadonlySet<string>): boolean {
  const [column = "", ...others] = feedByName(name).key;
  return others.length === 0 && name !== "sellers" && present.has(column);
}

/** Only ids and `deleted`: a file of tombstones needs no more. */
function isTombstones(name: FeedName, columns: readonly string[]): boolean {
  const { key } = feedByName(name);
  return (
    key.every((column) => columns.includes(column)) &&
    columns.includes("deleted") &&
    columns.every((column) => [...key, "updated_at", "deleted"].includes(column))
  );
}

/** Refuses a source that lacks what its feed cannot do without. */
export function requireColumns(source: string, feed: FeedName, columns: readonly string[]): void {
  const lacking = missing(feed, new Set(columns));
  if (lacking.length > 0 && !isTombstones(feed, columns))
    throw new SourceError(
      `${source}: feed ${feed} needs column ${lacking.join(", ")}, the file has ${columns.join(", ")}; add it, rename yours, or give a --mapping`,
    );
}
