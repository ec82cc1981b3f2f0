import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const BIN = fileURLToPath(new URL("../../server/bin.js", import.meta.url));

export interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs `plimsoll` as a user does, in a process of its own. */
export function plimsoll(...commandLine: string[]): Promise<Run> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [BIN, ...commandLine],
      { maxBuffer: 64 * 2 ** 20 },
      (error, stdout, stderr) =>
        resolve({
          code: z
            .number()
            .catch(error ? 1 : 0)
            .parse(error?.code),
          stdout,
          stderr,
        }),
    );
  });
}
