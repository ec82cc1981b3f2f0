import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const BIN = fileURLToPath(new URL("../../server/bin.js", import.meta.url));

export interface Process {
  child: ChildProcess;
  /** What it wrote so far. */
  stdout: () => string;
  stderr: () => string;
  /** http://127.0.0.1:port, once it listens; rejects with what it wrote if it ends before. */
  address: Promise<string>;
  /** Exit code, or the signal's name. */
  ended: Promise<number | string>;
}

/** Runs Node with some arguments in the checkout; `plimsoll` runs the product's own. */
export function node(argv: readonly string[], env: Record<string, string> = {}): Process {
  const child = spawn(process.execPath, argv, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  const ended = once(child, "close").then(([code, signal]) => (code ?? signal) as number | string);
  const address = new Promise<string>((resolve, reject) => {
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
      const found = /http:\/\/(127\.0\.0\.1|\[::1\]|localhost):\d+/.exec(stdout)?.[0];
      if (found) resolve(found);
    });
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    void ended.then(() => reject(new Error(`ended before it served: ${stdout}${stderr}`)));
  });
  address.catch(() => undefined);
  return { child, stdout: () => stdout, stderr: () => stderr, address, ended };
}

export const plimsoll = (argv: readonly string[], env: Record<string, string> = {}): Process =>
  node([BIN, ...argv], env);

export const serve = (db: string, env: Record<string, string> = {}): Process =>
  plimsoll(["serve", "--db", db, "--port", "0"], env);

/** Ends a process that still runs. */
export async function end({ child, ended }: Process, signal: NodeJS.Signals = "SIGTERM") {
  child.kill(signal);
  return ended;
}
