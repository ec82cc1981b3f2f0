import type { Command } from "commander";
import type { Io } from "./io.js";
import { addListenOptions, listenOptions } from "./serve.js";

export function define(command: Command, _io: Io): void {
  addListenOptions(command).action(async (options: Parameters<typeof listenOptions>[0]) => {
    const { start } = await import("../main.js");
    await start(await listenOptions(options));
  });
}
