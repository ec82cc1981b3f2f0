import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const BIN = fileURLToPath(new URL("../../server/bin.js", import.meta.url));

export interface RunningServer {
  /** http://127.0.0.1:port */
  address: string;
  stop: () => Promise<void>;
}

/** Starts `plimsoll start` on a free port, as `npm start` does, and waits until it serves. */
export async function startServer(db: string): Promise<RunningServer> {
  const child = spawn(process.execPath, [BIN, "start", "--db", db, "--port", "0"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  const address = await new Promise<string>((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
      if (found) resolve(found);
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.once("exit", () => reject(new Error(`the server ended before it served: ${said}`)));
  });
  return {
    address,
    stop: async () => {
      child.kill("SIGTERM");
      if (child.exitCode === null) await once(child, "exit");
    },
  };
}
