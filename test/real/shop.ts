import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { z } from "zod";
import { Database } from "../../analytics/engine/duckdb.js";
import { Standing } from "../../analytics/4_standings/standing.js";
import type { IngestSummary } from "../../ingest/ingest.js";

const BIN = fileURLToPath(new URL("../../server/bin.js", import.meta.url));
const PROGRAMS = fileURLToPath(new URL("programs/", import.meta.url));
const run = promisify(execFile);

/** A database that is written and asked through the command line, in a directory of its own. */
export class Shop {
  /** Made when something is first put there, and so never by a test that is skipped. */
  readonly directory = join(tmpdir(), `plimsoll-real-${randomUUID()}`);
  readonly path = join(this.directory, "shop.duckdb");

  async #plimsoll(...words: readonly string[]): Promise<unknown> {
    const command = [BIN, ...words, "--db", this.path];
    const { stdout } = await run(process.execPath, command, { maxBuffer: 2 ** 28 });
    return JSON.parse(stdout);
  }

  async ingest(files: readonly string[], mapping: string): Promise<IngestSummary> {
    const words = ["ingest", ...files, "--mapping", mapping, "--max-bad", "0"];
    return (await this.#plimsoll(...words)) as IngestSummary;
  }

  /** Standings of every seller; `program` is a file of ./programs, or a path. */
  async report(program: string, asOf: string): Promise<Standing[]> {
    const path = program.includes("/") ? program : join(PROGRAMS, program);
    return z
      .array(Standing)
      .parse(await this.#plimsoll("report", path, "--as-of", asOf, "--format", "json"));
  }

  check(): Promise<unknown> {
    return this.#plimsoll("rebuild", "--check");
  }

  doctor(): Promise<unknown> {
    return this.#plimsoll("doctor", "--format", "json");
  }

  /** Rows straight from the file, for what no report tells yet. */
  async rows(sql: string): Promise<Record<string, unknown>[]> {
    const database = await Database.open({ path: this.path, readOnly: true });
    try {
      return await database.read((session) => session.all(sql));
    } finally {
      await database.close();
    }
  }

  /** A copy of a YAML file with one text replaced; answers its path. */
  async variant(file: string, text: string, replacement: string): Promise<string> {
    const path = file.includes("/") ? file : join(PROGRAMS, file);
    const parts = (await readFile(path, "utf8")).split(text);
    if (parts.length !== 2) throw new RangeError(`${file} has ${parts.length - 1} times ${text}`);
    const copy = join(this.directory, basename(path));
    await mkdir(this.directory, { recursive: true });
    await writeFile(copy, parts.join(replacement));
    return copy;
  }

  remove(): Promise<void> {
    return rm(this.directory, { recursive: true, force: true });
  }
}

export const controlsOf = (summary: IngestSummary): Record<string, string> =>
  Object.fromEntries((summary.controls ?? []).map(({ name, value }) => [name, value]));

/** Judged figures of all sellers together: numerator, denominator. */
export const totals = (standings: readonly Standing[]): [number, number] => [
  standings.reduce((sum, { numerator }) => sum + numerator, 0),
  standings.reduce((sum, { denominator }) => sum + denominator, 0),
];

export function standingOf(standings: readonly Standing[], seller: string): Standing {
  const found = standings.find(({ seller_id }) => seller_id === seller);
  if (!found) throw new RangeError(`no standing of ${seller}`);
  return found;
}

/** Numerator and denominator of each seller named. */
export const countsOf = (standings: readonly Standing[], sellers: readonly string[]) =>
  Object.fromEntries(
    sellers.map((seller) => {
      const { numerator, denominator } = standingOf(standings, seller);
      return [seller, [numerator, denominator]];
    }),
  );
