import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseDocument } from "yaml";
import { ProgramError } from "../errors.js";
import { measures } from "../2_ledger/measures.js";
import { Program } from "./program.js";

const SHIPPED = fileURLToPath(new URL("../../data/programs/", import.meta.url));

/** Every programme that Plimsoll ships, by id; read and checked once. */
export const shippedPrograms: ReadonlyMap<string, Program> = new Map(
  readdirSync(SHIPPED)
    .filter((file) => file.endsWith(".yaml"))
    .sort()
    .map((file) => readProgramFile(`${SHIPPED}${file}`))
    .map((program) => [program.id, program]),
);

/** A shipped programme by its id, or any other by the path of its YAML file. */
export function findProgram(idOrFile: string): Program {
  const shipped = shippedPrograms.get(idOrFile);
  if (shipped) return shipped;
  if (/\.ya?ml$/.test(idOrFile)) return readProgramFile(idOrFile);
  throw new ProgramError(
    `no programme is called ${idOrFile}; there are ${[...shippedPrograms.keys()].join(", ")}, or give the path of a YAML file`,
  );
}

function readProgramFile(path: string): Program {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new ProgramError(`${path}: cannot be read`, { cause });
  }
  return parseProgram(text, path);
}

/** A programme from the text of its YAML; `name` stands in messages. */
export function parseProgram(text: string, name: string): Program {
  const document = parseDocument(text);
  const [fault] = document.errors;
  if (fault) throw new ProgramError(`${name}: ${fault.message.split("\n")[0]}`, { cause: fault });
  const parsed = Program.safeParse(document.toJS());
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = issue?.path.map(String).join(".");
    throw new ProgramError(
      `${name}: ${path ? `${path}: ` : ""}${issue?.message ?? "not a programme"}`,
    );
  }
  checkMeasures(parsed.data, name);
  return parsed.data;
}

/** Volumes of plain orders carry no ids, so two of them cannot be united without counting twice. */
function checkMeasures(program: Program, name: string): void {
  for (const side of ["numerator", "denominator"] as const) {
    const unknown = program[side].measures.find((measure) => !measures.has(measure));
    if (unknown !== undefined)
      throw new ProgramError(
        `${name}: ${side}.measures: no measure is called ${unknown}; there are ${[...measures.keys()].join(", ")}`,
      );
    const volumes = program[side].measures.filter(
      (measure) => measures.get(measure)?.posts === "volumes",
    );
    if (volumes.length > 1)
      throw new ProgramError(
        `${name}: ${side}.measures: ${volumes.join(" and ")} are both volumes of orders and cannot be united; name one`,
      );
  }
}
