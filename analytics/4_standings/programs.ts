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
  const { program, problems } = checkProgram(text);
  if (program) return program;
  throw new ProgramError(`${name}: ${problems[0]}`);
}

/** The programme, or everything that keeps the text of a YAML file from being one. */
export function checkProgram(
  text: string,
): { program: Program; problems: [] } | { program?: undefined; problems: string[] } {
  const document = parseDocument(text);
  if (document.errors.length > 0)
    return { problems: document.errors.map(({ message }) => message.split("\n")[0] ?? message) };
  const parsed = Program.safeParse(document.toJS());
  if (!parsed.success)
    return {
      problems: parsed.error.issues.map(({ path, message }) =>
        path.length > 0 ? `${path.map(String).join(".")}: ${message}` : message,
      ),
    };
  const problems = measureProblems(parsed.data);
  return problems.length > 0 ? { problems } : { program: parsed.data, problems: [] };
}

/** Volumes of plain orders carry no ids, so two of them cannot be united without counting twice. */
function measureProblems(program: Program): string[] {
  return (["numerator", "denominator"] as const).flatMap((side) => {
    const named = program[side].measures;
    const unknown = named.filter((measure) => !measures.has(measure));
    const volumes = named.filter((measure) => measures.get(measure)?.posts === "volumes");
    return [
      ...unknown.map(
        (measure) =>
          `${side}.measures: no measure is called ${measure}; there are ${[...measures.keys()].join(", ")}`,
      ),
      ...(volumes.length > 1
        ? [
            `${side}.measures: ${volumes.join(" and ")} are both volumes of orders and cannot be united; name one`,
          ]
        : []),
    ];
  });
}
