import { readdirSync, readFileSync } from "node:fs";
import { QueryError } from "../errors.js";

/** A measure: one SELECT from order files to postings, one row a posting. */
export interface Measure {
  name: string;
  /** First line of the file: what one posting is, and which day it falls on. */
  meaning: string;
  /**
   * volumes: of every order, summed up where nothing else befell it; defects and occurrences: of the
   * few, kept one by one with their ids. Programmes unite volumes with defects by order, so an order
   * with a defect posts its volumes one by one too. Nothing unites volumes with an occurrence, so it
   * leaves the volumes of its order alone.
   */
  posts: "volumes" | "defects" | "occurrences";
  /** Whether an order is never in it twice: its grain is the order. */
  isOncePerOrder: boolean;
  sql: string;
}

/** The columns that every measure gives, in this order. */
export const POSTING_COLUMNS = [
  "seller_id",
  "buyer_id",
  "order_id",
  "defect_id",
  "segment",
  "order_date",
  "event_date",
  "amount",
  "items",
  "liability",
  "reason",
  "liable_until",
] as const;

function readMeasure(name: string, text: string): Measure {
  const [meaning = "", grain = "", posts = ""] = text
    .split("\n", 3)
    .map((line) => line.replace(/^-- ?/, ""));
  const kind = /^posts: (volumes|defects|occurrences)$/.exec(posts)?.[1];
  if (!grain.startsWith("grain: ") || kind === undefined)
    throw new QueryError(text, `measure ${name} lacks its header lines: meaning, grain, posts`);
  return {
    name,
    meaning,
    posts: kind as Measure["posts"],
    isOncePerOrder: grain === "grain: order_id",
    sql: text,
  };
}

/** Every measure of this folder, by name; read once. */
export const measures: ReadonlyMap<string, Measure> = new Map(
  readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith(".sql"))
    .sort()
    .map((file) => {
      const name = file.replace(/\.sql$/, "");
      return [name, readMeasure(name, readFileSync(new URL(file, import.meta.url), "utf8"))];
    }),
);

/** A SELECT over one set of order files: `files.orders` becomes `<prefix>_orders`. */
export function over(sql: string, prefix: string): string {
  return sql.replaceAll(/\bfiles\.(\w+)/g, `${prefix}_$1`);
}
