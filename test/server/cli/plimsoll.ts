import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { run } from "../../../server/cli/main.js";
import type { Io } from "../../../server/cli/io.js";

export const BIN = fileURLToPath(new URL("../../../server/bin.js", import.meta.url));

export interface Result {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** The clock of every command that runs in this process. */
export const NOW = new Date("2026-11-21T12:00:00Z");

/** Runs a command in this process, with stdout and stderr apart and no terminal. */
export async function plimsoll(...argv: string[]): Promise<Result & { bytes: Buffer }> {
  const out: Buffer[] = [];
  const notes: string[] = [];
  const io: Io = {
    out: (data) => Promise.resolve(void out.push(Buffer.from(data))),
    note: (line) => void notes.push(line),
    stdoutIsTerminal: false,
    stderrIsTerminal: false,
    now: () => NOW,
    exitCode: 0,
  };
  const code = await run(argv, io);
  const bytes = Buffer.concat(out);
  return { code, stdout: bytes.toString(), stderr: notes.join("\n"), bytes };
}

export interface ProcessOptions {
  cwd?: string;
  env?: Record<string, string>;
}

/** Runs a command as a person would: a process of its own. */
export function plimsollProcess(argv: string[], options: ProcessOptions = {}): Promise<Result> {
  const { cwd, env = {} } = options;
  const child = spawn(process.execPath, [BIN, ...argv], { cwd, env: { ...process.env, ...env } });
  const result: Result = { code: null, stdout: "", stderr: "" };
  child.stdout.on("data", (data: Buffer) => (result.stdout += data.toString()));
  child.stderr.on("data", (data: Buffer) => (result.stderr += data.toString()));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ ...result, code }));
  });
}

/** What a command printed as JSON. */
export const json = <T>(result: Result): T => JSON.parse(result.stdout) as T;

/** Lines of stderr without those that only tell of progress. */
export const complaints = ({ stderr }: Result): string[] =>
  stderr
    .split("\n")
    .filter((line) => !/^(reading|settling|posting|summing|generating|$)/.test(line));
