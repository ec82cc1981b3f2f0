import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ProgramError } from "../errors.js";
import { versionsOf, type Program } from "./program.js";
import { checkProgramText, type Bases, type CheckedProgram } from "./program/file.js";
import { inOneLine } from "./program/problem.js";

const SHIPPED = fileURLToPath(new URL("../../data/programs/", import.meta.url));

/** Every programme that Plimsoll ships, by id; read and checked once. */
export const shippedPrograms: ReadonlyMap<string, Program> = readShipped();

/** Files sorted by name, so that one comes after what it extends: its name begins with the other's. */
function readShipped(): Map<string, Program> {
  const shipped = new Map<string, Program>();
  const names = readdirSync(SHIPPED).flatMap((file) => /^(.*)\.yaml$/.exec(file)?.[1] ?? []);
  for (const name of names.sort()) {
    const program = readProgramFile(`${SHIPPED}${name}.yaml`, baseAmong(shipped));
    shipped.set(program.id, program);
  }
  return shipped;
}

/** A shipped programme by its id, or any other by the path of its YAML file. */
export function findProgram(idOrFile: string): Program {
  const shipped = shippedPrograms.get(idOrFile);
  if (shipped) return shipped;
  if (/\.ya?ml$/.test(idOrFile)) return readProgramFile(idOrFile, baseAmong(shippedPrograms));
  throw new ProgramError(
    `no programme is called ${idOrFile}; there are ${[...shippedPrograms.keys()].join(", ")}, or give the path of a YAML file`,
  );
}

/**
 * The programmes of a list: ids and YAML files between commas, `all` for every shipped one. An own
 * programme stands beside those it extends, so no two may share an id.
 */
export function choosePrograms(list: string | undefined): ReadonlyMap<string, Program> {
  const names = (list ?? "all")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  const chosen = new Map<string, Program>();
  for (const program of names.flatMap((name) =>
    name === "all" ? [...shippedPrograms.values()] : [findProgram(name)],
  )) {
    if (chosen.has(program.id) && chosen.get(program.id) !== program)
      throw new ProgramError(`two programmes are called ${program.id}: give one another id`);
    chosen.set(program.id, program);
  }
  if (chosen.size === 0)
    throw new ProgramError("no programme is chosen: name some, or say all, with --programs");
  return chosen;
}

function readProgramFile(path: string, base: Bases): Program {
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
export const checkProgram = (text: string): CheckedProgram =>
  checkProgramText(text, baseAmong(shippedPrograms));

function accept({ program, problems }: CheckedProgram, name: string): Program {
  if (program) return program;
  const [first] = problems;
  const place = first?.path ? `${first.path}: ` : "";
  throw new ProgramError(`${name}: ${place}${first ? inOneLine(first) : "no programme"}`);
}

function baseAmong(programs: ReadonlyMap<string, Program>): Bases {
  return {
    ids: () => programs.keys(),
    find: (id, version) => {
      const program = programs.get(id);
      return (
        program &&
        versionsOf(program).find((each) => version === undefined || each.version === version)
      );
    },
  };
}
