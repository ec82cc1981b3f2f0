import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Gives a directory that is gone afterwards, also after Ctrl-C. */
export async function withTemporaryDirectory<T>(
  work: (directory: string) => Promise<T>,
): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), "plimsoll-"));
  const onSignal = (signal: NodeJS.Signals) => {
    rmSync(directory, { recursive: true, force: true });
    process.kill(process.pid, signal);
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.once(signal, onSignal);
  try {
    return await work(directory);
  } finally {
    for (const signal of signals) process.off(signal, onSignal);
    await rm(directory, { recursive: true, force: true });
  }
}
