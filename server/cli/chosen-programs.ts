import type { Command } from "commander";
import type { Program } from "../../analytics/4_standings/program.js";
import { strings } from "./strings.js";

export interface ProgramsOption {
  programs?: string;
}

export const addProgramsOption = (command: Command): Command =>
  command.option("--programs <list>", strings.options.programs);

/** The programmes asked for on the command line, else configured. */
export async function chosenPrograms(
  options: ProgramsOption,
): Promise<ReadonlyMap<string, Program>> {
  const { choosePrograms } = await import("../../analytics/4_standings/programs.js");
  const { readConfig } = await import("../config.js");
  return choosePrograms(options.programs ?? readConfig().programs);
}
