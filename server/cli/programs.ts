import { Option, type Command } from "commander";
import { addCheck } from "./programs-check.js";
import { addShow } from "./programs-show.js";
import { today, type Io } from "./io.js";
import { addOutputOptions, formatOf, printRows, type OutputOptions } from "./output.js";
import { date } from "./parse.js";
import { strings } from "./strings.js";
import { programTexts as texts } from "./strings-programs.js";

interface ListOptions extends OutputOptions {
  asOf?: string;
}

export function define(command: Command, io: Io): void {
  addOutputOptions(
    command.command("list").description(texts.list).option("--as-of <date>", texts.asOf, date),
  ).action((options: ListOptions) => list(options, io));
  addShow(command, io);
  addCheck(command, io);
  command
    .command("schema")
    .description(texts.schema)
    .action(() => schema(io));
  for (const sub of command.commands)
    sub.addOption(new Option("--verbose", strings.options.verbose).hideHelp());
}

async function list(options: ListOptions, io: Io): Promise<void> {
  formatOf(io, options);
  const { z } = await import("zod");
  const { inForceOn } = await import("../../analytics/4_standings/program.js");
  const { shippedPrograms } = await import("../../analytics/4_standings/programs.js");
  const { wordsOf } = await import("../../analytics/4_standings/program/words.js");
  const { lineRate } = await import("../views.js");
  const { table } = await import("./tables.js");
  const day = options.asOf ?? today(io);
  const rows = [...shippedPrograms.values()].map((program) => {
    const inForce = inForceOn(program, day);
    const version = inForce ?? program;
    return {
      id: program.id,
      version: inForce?.version ?? null,
      name: version.name,
      owner: version.owner,
      region: version.region,
      kind: version.kind,
      confidence: version.confidence,
      line: lineRate(version),
      asks: wordsOf(version).lines[0]?.tiers[0]?.asks ?? "",
    };
  });
  const text = z.string();
  await printRows(io, options, {
    rows,
    schema: z.strictObject({
      id: text,
      version: text.nullable().describe("In force on the day; null where none is."),
      name: text,
      owner: text,
      region: text,
      kind: text,
      confidence: text,
      line: z.number().nullable().describe("Rate of the first tier."),
      asks: text.describe("What the first tier asks, in words."),
    }),
    table: () =>
      Promise.resolve(
        table(
          ["id", "version", "owner", "region", "kind", "confidence", "line"],
          rows.map((row) => [
            row.id,
            row.version ?? "–",
            row.owner,
            short(row.region),
            row.kind,
            row.confidence,
            row.line,
          ]),
        ),
      ),
  });
}

const MOST = 28;
const short = (text: string) => (text.length > MOST ? `${text.slice(0, MOST - 1)}…` : text);

async function schema(io: Io): Promise<void> {
  const { programJsonSchema } = await import("../../analytics/4_standings/program/json-schema.js");
  io.note(texts.editors);
  await io.out(`${JSON.stringify(programJsonSchema(), null, io.stdoutIsTerminal ? 2 : 0)}\n`);
}
