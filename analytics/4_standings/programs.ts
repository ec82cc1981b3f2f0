import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ProgramError } from "../errors.js";
import type { Program, ProgramVersion } from "./program.js";
import { checkProgramText, type CheckedProgram } from "./program/file.js";

const SHIPPED = fileURLToPath(new URL("../../data/programs/", import.meta.url));

/** Every programme that Plimsoll ships, by id; read and checked once. */
export const shippedPrograms: ReadonlyMap<string, Program> = new Map(
  readdirSync(SHIPPED)
    .filter((file) => file.endsWith(".yaml"))
    .sort()
    .map((file) => readProgramFile(`${SHIPPED}${file}`, () => undefined))
    .map((program) => [program.id, program]),
);

/** A shipped programme by its id, or any other by the path of its YAML file. */
export function findProgram(idOrFile: string): Program {
  const shipped = shippedPrograms.get(idOrFile);
  if (shipped) return shipped;
  if (/\.ya?ml$/.test(idOrFile)) return readProgramFile(idOrFile, findBase);
  throw new ProgramError(
    `no programme is called ${idOrFile}; there are ${[...shippedPrograms.keys()].join(", ")}, or give the path of a YAML file`,
  );
}

function readProgramFile(path: string, base: typeof findBase): Program {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new ProgramError(`${path}: cannot be read`, { cause });
  }
  return accept(checkProgramText(text, base), path);
}

/** A programme from the text of its YAML; `name` stands in messages. */
export function parseProgram(text: string, name: string): Program {
  return accept(checkProgram(text), name);
}

/** The programme, or everything that keeps the text of a YAML file from being one. */
export const checkProgram = (text: string): CheckedProgram => checkProgramText(text, findBase);

function accept({ program, problems }: CheckedProgram, name: string): Program {
  if (program) return program;
  const [first] = problems;
  const place = first?.path ? `${first.path}: ` : "";
  throw new ProgramError(`${name}: ${place}${first?.message ?? "no programme"}`);
}

function findBase(id: string, version: string | undefined): ProgramVersion | undefined {
  const program = shippedPrograms.get(id);
  if (!program) return undefined;
  const { earlier = [], ...newest } = program;
  return [newest, ...earlier].find((each) => version === undefined || each.version === version);
}
