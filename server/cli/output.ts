import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { Option, type Command } from "commander";
import type { z } from "zod";
import { UserError } from "../../analytics/errors.js";
import { columnsOf, flat, type ColumnType } from "../columns.js";
import { UsageError } from "./errors.js";
import type { Io } from "./io.js";
import { strings } from "./strings.js";
import { withTemporaryDirectory } from "../temporary.js";

export const FORMATS = ["table", "csv", "json", "parquet", "arrow"] as const;
export type Format = (typeof FORMATS)[number];

export interface OutputOptions {
  format?: Format;
  out?: string;
}

/** Adds --format and --out to a command that prints rows. */
export function addOutputOptions(command: Command): Command {
  return command
    .addOption(new Option("--format <format>", strings.options.format).choices(FORMATS))
    .option("--out <file>", strings.options.out);
}

/** The format that was asked for, by name or by the ending of --out; `table` otherwise. */
export function formatOf(io: Io, { format, out }: OutputOptions): Format {
  const byName = FORMATS.find((name) => out && extname(out) === `.${name}`);
  const chosen = format ?? byName ?? "table";
  if ((chosen === "parquet" || chosen === "arrow") && out === undefined && io.stdoutIsTerminal)
    throw new UsageError(strings.binaryOnTerminal(chosen));
  return chosen;
}

export interface Rows {
  rows: readonly object[];
  schema: z.ZodObject;
  /** What JSON holds where there is more to say than the rows. */
  document?: object;
  /** The rows for a person; read only for that format. */
  table: () => Promise<string>;
}

/** Prints rows to stdout, or to --out, of which nothing is left when writing it fails. */
export async function printRows(io: Io, options: OutputOptions, rows: Rows): Promise<void> {
  const format = formatOf(io, options);
  const { out } = options;
  if (out === undefined) {
    for await (const chunk of encode(io, format, rows)) await io.out(chunk);
    return;
  }
  const partial = `${out}.tmp`;
  try {
    const chunks: Uint8Array[] = [];
    for await (const chunk of encode(io, format, rows)) chunks.push(Buffer.from(chunk));
    await writeFile(partial, chunks);
    await rename(partial, out);
  } catch (cause) {
    await rm(partial, { force: true });
    const { code } = cause as NodeJS.ErrnoException;
    throw code === undefined ? cause : new UserError(strings.cannotWrite(out, code), { cause });
  }
  io.note(strings.written(rows.rows.length, out));
}

async function* encode(io: Io, format: Format, rows: Rows): AsyncGenerator<string | Uint8Array> {
  switch (format) {
    case "table":
      yield `${await rows.table()}\n`;
      return;
    case "csv":
      yield* encodeCsv(rows);
      return;
    case "json":
      yield* encodeJson(rows, io.stdoutIsTerminal);
      return;
    case "parquet":
      yield await encodeParquet(rows);
      return;
    case "arrow": {
      const { arrowStream } = await import("../arrow.js");
      yield arrowStream(rows.rows, rows.schema);
    }
  }
}

const CHUNK = 1000;

function* chunksOf<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < rows.length; from += CHUNK) yield rows.slice(from, from + CHUNK);
}

async function* encodeCsv({ rows, schema }: Rows): AsyncGenerator<string> {
  const { stringify } = await import("csv-stringify/sync");
  const columns = columnsOf(schema);
  const cast = { boolean: String };
  yield stringify([columns.map(({ name }) => name)]);
  for (const chunk of chunksOf(rows))
    yield stringify(
      chunk.map((row) => columns.map((column) => flat(column, row))),
      { cast },
    );
}

/** One row a line, or indented for a person. */
function* encodeJson({ rows, document }: Rows, isPretty: boolean): Generator<string> {
  if (isPretty || document) {
    yield `${JSON.stringify(document ?? rows, null, isPretty ? 2 : 0)}\n`;
    return;
  }
  let before = "[\n";
  for (const chunk of chunksOf(rows)) {
    yield before + chunk.map((row) => JSON.stringify(row)).join(",\n");
    before = ",\n";
  }
  yield rows.length === 0 ? "[]\n" : "\n]\n";
}

const PARQUET_TYPES: Record<ColumnType, string> = {
  integer: "BIGINT",
  number: "DOUBLE",
  boolean: "BOOLEAN",
  text: "VARCHAR",
  json: "VARCHAR",
};

async function encodeParquet({ rows, schema }: Rows): Promise<Uint8Array> {
  const { writeParquet } = await import("../../analytics/engine/parquet.js");
  const columns = columnsOf(schema);
  return withTemporaryDirectory(async (directory) => {
    const file = join(directory, "rows.parquet");
    await writeParquet(
      rows.map((row) =>
        Object.fromEntries(columns.map((column) => [column.name, flat(column, row)])),
      ),
      columns.map(({ name, type }) => ({ name, type: PARQUET_TYPES[type] })),
      file,
    );
    return readFile(file);
  });
}

/** A result that is one object: indented for a person, one line for a machine. */
export async function printJson(io: Io, value: unknown): Promise<void> {
  await io.out(`${JSON.stringify(value, null, io.stdoutIsTerminal ? 2 : 0)}\n`);
}
