import { Option, type Command } from "commander";
import type { Program } from "../../analytics/4_standings/program.js";
import type { Io } from "./io.js";
import { addOutputOptions, formatOf, printRows, type OutputOptions } from "./output.js";
import { strings } from "./strings.js";

export function define(command: Command, io: Io): void {
  const texts = strings.commands.programs;
  addOutputOptions(command.command("list").description(texts.list)).action(
    (options: OutputOptions) => list(options, io),
  );
  command
    .command("show")
    .description(texts.show)
    .argument("<program>", strings.arguments.programId)
    .action((idOrFile: string) => show(idOrFile, io));
  command
    .command("check")
    .description(texts.check)
    .argument("<file>", strings.arguments.file)
    .action((file: string) => check(file, io));
  for (const sub of command.commands)
    sub.addOption(new Option("--verbose", strings.options.verbose).hideHelp());
}

async function list(options: OutputOptions, io: Io): Promise<void> {
  formatOf(io, options);
  const { z } = await import("zod");
  const { shippedPrograms } = await import("../../analytics/4_standings/programs.js");
  const { lineRate } = await import("../views.js");
  const { table } = await import("./tables.js");
  const rows = [...shippedPrograms.values()].map((program) => ({
    id: program.id,
    version: program.version,
    name: program.name,
    owner: program.owner,
    region: program.region,
    confidence: program.confidence,
    line: lineRate(program),
  }));
  const text = z.string();
  await printRows(io, options, {
    rows,
    schema: z.strictObject({
      id: text,
      version: text,
      name: text,
      owner: text,
      region: text,
      confidence: text,
      line: z.number().nullable().describe("Rate of the first tier."),
    }),
    table: () =>
      Promise.resolve(
        table(
          Object.keys(rows[0] ?? {}),
          rows.map((row) => Object.values(row)),
        ),
      ),
  });
}

async function show(idOrFile: string, io: Io): Promise<void> {
  const { findProgram } = await import("../../analytics/4_standings/programs.js");
  const program = findProgram(idOrFile);
  io.note(`${program.name} (${program.version}): ${program.summary}`);
  io.note(strings.sourcesOf(addressesOf(program)));
  await io.out(`${JSON.stringify(program, null, 2)}\n`);
}

const addressesOf = ({ sources }: Program): string[] => sources.map(({ address }) => address);

async function check(file: string, io: Io): Promise<void> {
  const { readFile } = await import("node:fs/promises");
  const { ProgramError } = await import("../../analytics/errors.js");
  const { checkProgram } = await import("../../analytics/4_standings/programs.js");
  const text = await readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw new ProgramError(strings.cannotRead(file, cause.code ?? cause.message), { cause });
  });
  const { problems } = checkProgram(text);
  if (problems.length === 0) return io.out(`${strings.programOk}\n`);
  await io.out(`${problems.map((problem) => strings.programProblem(file, problem)).join("\n")}\n`);
  io.exitCode = 1;
}
