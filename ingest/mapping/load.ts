import { readFile, readdir } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { LineCounter, isNode, parseDocument, type Document } from "yaml";
import { checkMapping } from "./check.js";
import { MappingError, type MappingPath } from "./errors.js";
import { remedyOf } from "./operator.js";
import { mapping as schema, type Mapping } from "./schema.js";

const SHIPPED = fileURLToPath(new URL("../../data/mappings/", import.meta.url));

/** A shipped mapping by its name, or any other by the path of its YAML file. */
export async function loadMapping(nameOrPath: string): Promise<Mapping> {
  const isName = /^[a-z][a-z0-9-]*$/.test(nameOrPath);
  const path = isName ? `${SHIPPED}${nameOrPath}.yaml` : nameOrPath;
  const text = await readFile(path, "utf8").catch(async (cause: unknown) => {
    const problem = isName ? `no mapping named ${nameOrPath}` : `cannot read ${nameOrPath}`;
    const names = (await shippedMappings()).join(", ");
    const remedy = `use one of ${names}, or the path of a YAML file`;
    throw new MappingError([], problem, remedy, undefined, { cause });
  });
  return parseMapping(text, basename(path));
}

/** Names of the mappings that come with Plimsoll. */
export async function shippedMappings(): Promise<string[]> {
  const files = await readdir(SHIPPED);
  return files
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => file.slice(0, -".yaml".length))
    .toSorted();
}

/** A mapping from the text of its YAML file; `file` is named in errors. */
export function parseMapping(text: string, file = "mapping"): Mapping {
  const lines = new LineCounter();
  // Every scalar stays text, so that TRUE, NO and 1.10 mean what the file says.
  const document = parseDocument(text, { schema: "failsafe", lineCounter: lines });
  const fault = document.errors[0];
  if (fault)
    throw new MappingError(
      [],
      fault.message.split(/ at line |\n/)[0] ?? "not YAML",
      "correct the YAML",
      `${file}:${lines.linePos(fault.pos[0]).line}`,
      { cause: fault },
    );
  try {
    return checked(document.toJS());
  } catch (error) {
    if (error instanceof RangeError)
      throw new MappingError(
        [],
        "an expression is nested too deeply, or contains itself",
        "write it flatter, and let no alias stand inside its own anchor",
        file,
        { cause: error },
      );
    if (!(error instanceof MappingError)) throw error;
    throw error.at(`${file}:${lineOf(document, lines, error.path)}`);
  }
}

function checked(input: unknown): Mapping {
  const parsed = schema.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const path = (issue?.path ?? []).map((key) => (typeof key === "number" ? key : String(key)));
    throw new MappingError(path, issue?.message ?? "not a mapping", remedyOf(issue ?? {}).remedy);
  }
  checkMapping(parsed.data);
  return parsed.data;
}

/** Line of the deepest part of the path that the document has. */
function lineOf(document: Document, lines: LineCounter, path: MappingPath): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

/** The source whose columns a file has; of several the one that names most columns. */
export function recogniseSource(mapping: Mapping, columns: readonly string[]): string | undefined {
  const header = new Set(columns);
  return Object.entries(mapping.sources)
    .filter(([, source]) => source.columns.every((column) => header.has(column)))
    .toSorted(([, a], [, b]) => b.columns.length - a.columns.length)[0]?.[0];
}
