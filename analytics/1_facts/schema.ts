import { identifier } from "../engine/duckdb.js";
import { feedNames, feedByName } from "../../ingest/feeds/index.js";
import { hasOwnCurrency, storageType, type Feed } from "../../ingest/feeds/feed.js";

/** What the ledger needs of a fact beyond its feed's own columns. */
export interface DerivedColumn {
  name: string;
  type: string;
  meaning: string;
}

/** Columns that ingestion derives, in storage order after the feed's own. */
export function derivedColumns(feed: Feed): DerivedColumn[] {
  return [
    ...(hasOwnCurrency(feed)
      ? [
          {
            name: "minor_units",
            type: "INTEGER",
            meaning: "Minor units in one major unit of currency.",
          },
        ]
      : []),
    ...(feed.name === "orders"
      ? [
          {
            name: "segment",
            type: "VARCHAR",
            meaning:
              "card_network|card_present|region|category|currency; % and | of a text as %25 and %7C.",
          },
        ]
      : []),
    {
      name: "version_at",
      type: "TIMESTAMP",
      meaning: "Orders the versions of one id: updated_at, or the row's latest event.",
    },
    {
      name: "source_id",
      type: "INTEGER",
      meaning: "The file or request it came from: ingest.sources.",
    },
    { name: "source_line", type: "INTEGER", meaning: "Line there, where it is known." },
    {
      name: "recorded_from",
      type: "INTEGER",
      meaning: "Batch from which this version is the current one.",
    },
    {
      name: "recorded_until",
      type: "INTEGER",
      meaning:
        "Batch from which it is no longer; null while current, recorded_from if it never was.",
    },
    {
      name: "problem",
      type: "SMALLINT",
      meaning: "Set only within a batch: why the row goes to quarantine.",
    },
  ];
}

/** Money without a currency column of its own is kept as an exact decimal, in the order's currency. */
export function factType(feed: Feed, kind: string, stored: string): string {
  return kind === "money" && !hasOwnCurrency(feed) ? "DECIMAL(18,4)" : stored;
}

/** DDL of facts.*: every version of every fact, from the feed definitions. */
export function factTables(): string[] {
  return feedNames.map((name) => {
    const feed = feedByName(name);
    const columns = [
      ...feed.columns.map(
        (column) =>
          `${identifier(column.name)} ${factType(feed, column.kind, storageType(column))}`,
      ),
      ...derivedColumns(feed).map((column) => `${column.name} ${column.type}`),
    ];
    return `create table if not exists facts.${name} (${columns.join(", ")})`;
  });
}
