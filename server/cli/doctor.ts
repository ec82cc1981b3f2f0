import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { Option, type Command } from "commander";
import type { Session } from "../../analytics/engine/duckdb.js";
import type { CancelLines } from "../../analytics/1_facts/unmatched-cancels.js";
import type { Program } from "../../analytics/4_standings/program.js";
import type { LackingRates } from "../../analytics/4_standings/lacking-rates.js";
import type { BatchesStatus, FeedStatus } from "../../ingest/status.js";
import { addProgramsOption, chosenPrograms, type ProgramsOption } from "./chosen-programs.js";
import type { DatabaseOption } from "./database.js";
import type { Io } from "./io.js";
import { printJson } from "./output.js";
import { strings } from "./strings.js";

interface Options extends DatabaseOption, ProgramsOption {
  format: "table" | "json";
}

interface Findings extends Partial<BatchesStatus & CancelLines> {
  /** Why the database could not be looked into. */
  problem?: string;
  schema_version?: number | null;
  /** In whose days the ledger counts. */
  time_zone?: string;
  quarantined?: number;
  feeds?: FeedStatus[];
  /** Chosen programmes whose money lacks exchange rates on the usual day of judgement. */
  lacking_rates?: LackingRates[];
}

export function define(command: Command, io: Io): void {
  addProgramsOption(command)
    .option("--db <file>", strings.options.db)
    .addOption(
      new Option("--format <format>", strings.options.format)
        .choices(["table", "json"])
        .default("table"),
    )
    .action((options: Options) => doctor(options, io));
}

async function doctor(options: Options, io: Io): Promise<void> {
  const { chosenDatabase } = await import("./database.js");
  const path = chosenDatabase(options);
  const programs = (await chosenPrograms(options)).values();
  const {
    feeds = [],
    lacking_rates: lacking = [],
    ...found
  } = await examine(path, programs, options, io).catch((error: Error): Findings => ({
    problem: error.message,
  }));
  const facts = {
    node: process.version,
    duckdb: await duckdbVersion(),
    database: path,
    bytes: existsSync(path) ? (await stat(path)).size : null,
    ...found,
  };
  if (options.format === "json") return printJson(io, { ...facts, feeds, lacking_rates: lacking });
  const { table } = await import("./tables.js");
  await io.out(
    `${table(
      ["", "found"],
      Object.entries(facts).map(([name, value]) => [name, String(value ?? "–")]),
    )}\n`,
  );
  if (feeds.length === 0) return;
  await io.out(
    `${table(
      ["feed", "facts", "versions", "unattributed"],
      feeds.map((row) => [row.feed, row.facts, row.versions, row.unattributed]),
    )}\n`,
  );
  if (lacking.length === 0) return;
  await io.out(
    `${table(
      ["program", "has no exchange rate for", "on"],
      lacking.map(({ program, currency, day }) => [program, currency, day]),
    )}\n`,
  );
}

async function examine(
  path: string,
  programs: Iterable<Program>,
  options: Options,
  io: Io,
): Promise<Findings> {
  if (!existsSync(path)) return { problem: strings.noDatabase(path) };
  const { withDatabase } = await import("./database.js");
  const status = await import("../../ingest/status.js");
  const { unmatchedCancels } = await import("../../analytics/1_facts/unmatched-cancels.js");
  const { ledgerTimeZone } = await import("../../analytics/2_ledger/time-zone.js");
  return withDatabase(options, "read", (database) =>
    database.read(async (session) => ({
      schema_version: await status.readSchemaVersion(session),
      time_zone: await ledgerTimeZone(session),
      ...(await status.readBatches(session)),
      quarantined: await status.countQuarantine(session, {}),
      ...(await unmatchedCancels(session)),
      feeds: await status.readFeedStatus(session),
      lacking_rates: await readLackingRates(session, programs, io),
    })),
  );
}

async function readLackingRates(
  session: Session,
  programs: Iterable<Program>,
  io: Io,
): Promise<LackingRates[]> {
  const { lackingRates } = await import("../../analytics/4_standings/lacking-rates.js");
  const { LedgerView } = await import("../../analytics/4_standings/ledger-view.js");
  const { defaultAsOf, knownBatchAt } = await import("../../analytics/4_standings/known.js");
  const { ledgerToday } = await import("./today.js");
  const asOf = await defaultAsOf(session, await ledgerToday(session, io));
  if (asOf === null) return [];
  const ledger = await LedgerView.open(session, await knownBatchAt(session));
  return lackingRates(ledger, programs, asOf);
}

async function duckdbVersion(): Promise<string> {
  const { version } = await import("@duckdb/node-api");
  return version();
}
