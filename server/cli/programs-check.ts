import type { Command } from "commander";
import type { Program } from "../../analytics/4_standings/program.js";
import type { CheckedProgram, ProgramProblem } from "../../analytics/4_standings/program/file.js";
import type { Io } from "./io.js";
import { addOutputOptions, formatOf, printRows, type OutputOptions } from "./output.js";
import { date } from "./parse.js";
import { strings } from "./strings.js";
import { programTexts as texts } from "./strings-programs.js";

interface Options extends OutputOptions {
  db?: string;
  asOf?: string;
}

export function addCheck(command: Command, io: Io): void {
  addOutputOptions(
    command
      .command("check")
      .description(texts.check)
      .argument("<file>", strings.arguments.file)
      .option("--db <file>", texts.checkDb)
      .option("--as-of <date>", texts.checkAsOf, date),
  ).action((file: string, options: Options) => check(file, options, io));
}

/** Exit code 1 where anything keeps the file from being a programme; notes keep nothing. */
async function check(file: string, options: Options, io: Io): Promise<void> {
  formatOf(io, options);
  const { readFile } = await import("node:fs/promises");
  const { ProgramError } = await import("../../analytics/errors.js");
  const { checkProgram } = await import("../../analytics/4_standings/programs.js");
  const { z } = await import("zod");
  const text = await readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw new ProgramError(strings.cannotRead(file, cause.code ?? cause.message), { cause });
  });
  const checked = checkProgram(text);
  const notes = [...checked.notes, ...(await notesOfLedger(checked, options, io))];
  const rows = [
    ...checked.problems.map((problem) => ({ level: "error", file, ...problem })),
    ...notes.map((note) => ({ level: "note", file, ...note })),
  ];
  await printRows(io, options, {
    rows,
    schema: z.strictObject({
      level: z.enum(["error", "note"]),
      file: z.string(),
      path: z.string(),
      line: z.int().nullable(),
      message: z.string(),
      remedy: z.string(),
    }),
    table: () => inWords(file, checked, notes),
  });
  if (checked.problems.length > 0) io.exitCode = 1;
}

async function notesOfLedger(
  { program, place }: CheckedProgram,
  options: Options,
  io: Io,
): Promise<ProgramProblem[]> {
  if (!program || options.db === undefined) return [];
  const { ledgerNotes } = await import("../../analytics/4_standings/feasible.js");
  const { knownBatchAt } = await import("../../analytics/4_standings/known.js");
  const { withDatabase } = await import("./database.js");
  const { chosenDay } = await import("./report.js");
  return withDatabase(options, "read", (database) =>
    database.read(async (session) => {
      const knownBatch = await knownBatchAt(session);
      const asOf = options.asOf ?? (await chosenDay(session, io));
      return (await ledgerNotes(session, program, { asOf, knownBatch })).map(place);
    }),
  );
}

async function inWords(
  file: string,
  { program, problems }: CheckedProgram,
  notes: readonly ProgramProblem[],
): Promise<string> {
  const told = (each: ProgramProblem, say: typeof texts.problem) => [
    say(file, each),
    ...(each.remedy === "" ? [] : [texts.remedy(each.remedy)]),
  ];
  return [
    ...problems.flatMap((problem) => told(problem, texts.problem)),
    ...(program ? await readBack(program) : [texts.count(problems.length)]),
    ...(program && notes.length > 0 ? [""] : []),
    ...notes.flatMap((note) => told(note, texts.note)),
  ].join("\n");
}

/** What the file says, so that its author can compare it with what was meant. */
async function readBack(program: Program): Promise<string[]> {
  const { wordsOf } = await import("../../analytics/4_standings/program/words.js");
  const { versionsOf } = await import("../../analytics/4_standings/program.js");
  const { changesBetween } = await import("../program-profile.js");
  const { section, wordsText } = await import("./program-text.js");
  const versions = versionsOf(program);
  return [
    texts.ok(program.name, program.version),
    ...wordsText(wordsOf(program)),
    ...versions.slice(0, -1).flatMap((newer, index) => {
      const older = versions[index + 1] as typeof newer;
      return section(
        texts.changed(newer.version, newer.effective.from ?? texts.since, older.version),
        changesBetween(older, newer),
      );
    }),
  ];
}
