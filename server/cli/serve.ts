import type { Command } from "commander";
import type { ServeOptions } from "../main.js";
import type { DatabaseOption, TimeZoneOption } from "./database.js";
import type { Io } from "./io.js";
import { wholeNumber } from "./parse.js";
import { strings } from "./strings.js";

interface Options extends DatabaseOption, TimeZoneOption {
  host?: string;
  port?: number;
  programs?: string;
}

export function define(command: Command, _io: Io): void {
  addListenOptions(command).action(async (options: Options) => {
    const { serve } = await import("../main.js");
    await serve(await listenOptions(options));
  });
}

export function addListenOptions(command: Command): Command {
  return command
    .option("--db <file>", strings.options.db)
    .option("--time-zone <zone>", strings.options.timeZone)
    .option("--programs <list>", strings.options.programs)
    .option("--host <address>", strings.options.host)
    .option("--port <number>", strings.options.port, wholeNumber(0, 65_535));
}

/** What was asked for on the command line, else configured. */
export async function listenOptions(options: Options): Promise<ServeOptions> {
  const { databasePath, readConfig } = await import("../config.js");
  const { db, host, port, timeZone, programs } = readConfig();
  return {
    db: options.db === undefined ? db : databasePath(options.db),
    host: options.host ?? host,
    port: options.port ?? port,
    timeZone: options.timeZone ?? timeZone,
    programs: options.programs ?? programs,
  };
}
