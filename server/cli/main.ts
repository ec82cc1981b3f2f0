import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { UserError } from "../../analytics/errors.js";
import { UsageError } from "./errors.js";
import { endOnClosedPipe, processIo, type Io } from "./io.js";
import { strings } from "./strings.js";

type Name = keyof typeof strings.commands;
interface CommandModule {
  define: (command: Command, io: Io) => void;
}

/** Only the command that was called is read, so that each starts fast. */
const commands: Record<Name, () => Promise<CommandModule>> = {
  ingest: () => import("./ingest.js"),
  quarantine: () => import("./quarantine.js"),
  report: () => import("./report.js"),
  seller: () => import("./seller.js"),
  score: () => import("./score.js"),
  alerts: () => import("./alerts.js"),
  backtest: () => import("./backtest.js"),
  feeds: () => import("./feeds.js"),
  programs: () => import("./programs.js"),
  generate: () => import("./generate.js"),
  demo: () => import("./demo.js"),
  rebuild: () => import("./rebuild.js"),
  doctor: () => import("./doctor.js"),
  serve: () => import("./serve.js"),
  start: () => import("./start.js"),
};

/** Runs the process's command and sets its exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  endOnClosedPipe();
  process.exitCode = await run(argv, processIo());
}

/** Runs one command; answers its exit code. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  try {
    await (await build(argv, io)).parseAsync(argv, { from: "user" });
    return io.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return fail(error, argv.includes("--verbose"), io);
  }
}

async function build(argv: readonly string[], io: Io): Promise<Command> {
  const root = prepare(new Command("plimsoll"), io)
    .description(strings.program)
    .addHelpText("after", strings.rootHelp);
  const called = argv.find((word) => !word.startsWith("-") && word !== "help");
  // programs show has a --version of its own, which the root's would take from it.
  if (called !== "programs") root.version(version(), "--version", strings.version);
  for (const name of Object.keys(commands) as Name[]) {
    const { summary, description, help } = strings.commands[name];
    const command = root.command(name).summary(summary).description(description);
    if (name !== called) continue;
    (await commands[name]()).define(command, io);
    command.option("--verbose", strings.options.verbose).addHelpText("after", help);
  }
  return root;
}

/** Subcommands made later inherit all of this. */
function prepare(command: Command, io: Io): Command {
  return command.exitOverride().configureOutput({
    writeOut: (text) => void io.out(text),
    writeErr: (text) => io.note(text.trimEnd()),
    outputError: (text) => io.note(strings.failure(text.trimEnd().replace(/^error: /, ""))),
  });
}

const version = () =>
  (
    JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
      version: string;
    }
  ).version;

async function fail(error: unknown, isVerbose: boolean, io: Io): Promise<number> {
  const message = error instanceof Error ? error.message : String(error);
  const [firstLine = message] = message.split("\n");
  io.note(strings.failure(error instanceof UserError ? message : firstLine));
  if (error instanceof UsageError) return 2;
  if (error instanceof UserError) return 1;
  const { isDebugging } = await import("../config.js");
  if (!isVerbose && !isDebugging()) io.note(strings.showStack);
  else if (error instanceof Error) io.note(String(error.stack));
  return 1;
}
