import { Option, type Command } from "commander";
import type { Program, ProgramVersion } from "../../analytics/4_standings/program.js";
import { UsageError } from "./errors.js";
import { today, type Io } from "./io.js";
import { FORMATS, printJson, printRows, type OutputOptions } from "./output.js";
import { date } from "./parse.js";
import { strings } from "./strings.js";
import { programTexts as texts } from "./strings-programs.js";

interface Options extends Omit<OutputOptions, "format"> {
  version?: string;
  asOf?: string;
  format?: (typeof FORMATS)[number] | "yaml";
}

export function addShow(command: Command, io: Io): void {
  command
    .command("show")
    .description(texts.show)
    .argument("<program>", strings.arguments.programId)
    .option("--version <version>", texts.version)
    .option("--as-of <date>", texts.asOf, date)
    .addOption(new Option("--format <format>", texts.showFormat).choices([...FORMATS, "yaml"]))
    .option("--out <file>", strings.options.out)
    .action((idOrFile: string, options: Options) => show(idOrFile, options, io));
}

async function show(idOrFile: string, options: Options, io: Io): Promise<void> {
  const { findProgram } = await import("../../analytics/4_standings/programs.js");
  const { profileOf, rowsOf } = await import("../program-profile.js");
  const program = findProgram(idOrFile);
  const day = options.asOf ?? today(io);
  const version = await chosen(program, day, options, io);
  if (options.format === "yaml") return io.out(await yaml(version));
  const profile = profileOf(program, version, day);
  if (options.format === "json") return printJson(io, profile);
  const { z } = await import("zod");
  const text = z.string();
  const { format, out } = options;
  await printRows(
    io,
    { ...(format === undefined ? {} : { format }), ...(out === undefined ? {} : { out }) },
    {
      rows: rowsOf(profile.words),
      schema: z.strictObject({ part: text, about: text, text }),
      table: async () => (await import("./program-text.js")).profileText(profile),
    },
  );
}

/** The version that was asked for, or the one in force, or else the newest; says where none is. */
async function chosen(
  program: Program,
  day: string,
  { version }: Options,
  io: Io,
): Promise<ProgramVersion> {
  const { inForceOn, versionsOf } = await import("../../analytics/4_standings/program.js");
  const versions = versionsOf(program);
  if (version !== undefined) {
    const found = versions.find((each) => each.version === version);
    if (found) return found;
    const known = versions.map((each) => each.version);
    throw new UsageError(texts.noVersion(program.id, version, known));
  }
  const inForce = inForceOn(program, day);
  if (!inForce) io.note(texts.notInForce(program.id, day));
  const { version: name } = inForce ?? program;
  return versions.find((each) => each.version === name) ?? program;
}

async function yaml(version: ProgramVersion): Promise<string> {
  const { stringify } = await import("yaml");
  return stringify(version, { lineWidth: 100 });
}
