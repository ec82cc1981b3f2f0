/** What `plimsoll programs` says: a part of the catalogue in strings.ts. */
export const programTexts = {
  list: "list the programmes that Plimsoll ships, as of a day",
  show: "say what a programme asks, in words or as data",
  check: "say whether a YAML file is a programme, and everything that is wrong with it",
  schema: "print the JSON Schema of programme files, for editors",
  version: "this version (default: the one in force, or else the newest)",
  asOf: "as of this day (default: today, UTC)",
  showFormat:
    "table: in words; yaml: the file of this version alone; json: all of it; csv, parquet, arrow: a sentence a row",
  checkDb: "also say what this database cannot tell of it",
  checkAsOf: "with --db: as of this day",

  ok: (name: string, version: string) => `ok: ${name} (${version})`,
  problem: (file: string, { path, line, message }: Place) =>
    `${file}${line === null ? "" : `:${line}`}: ${path === "" ? "" : `${path}: `}${message}`,
  remedy: (remedy: string) => `    ${remedy}`,
  note: (file: string, { path, line, message }: Place) =>
    `${file}${line === null ? "" : `:${line}`}: note: ${path === "" ? "" : `${path}: `}${message}`,
  count: (problems: number) => `${problems} ${problems === 1 ? "problem" : "problems"}`,

  noVersion: (id: string, version: string, known: readonly string[]) =>
    `${id} has no version ${version}; it has ${known.join(", ")}`,
  notInForce: (id: string, day: string) => `${id}: no version is in force on ${day}`,
  editors:
    "name it in the first line of a YAML file: # yaml-language-server: $schema=programme.schema.json",

  headings: {
    formula: "What is counted",
    window: "Over which days",
    rules: "Rules",
    parts: "Parts",
    lines: "Lines",
    notes: "Also",
    fees: "Fees, as published",
    versions: "Versions",
    leavesOut: "What it leaves out",
    sources: "Sources",
  },
  owned: (owner: string, region: string) => `${owner}; ${region}`,
  since: "before our records",
  span: (from: string, until: string | null) =>
    until === null ? `from ${from}` : `from ${from} to before ${until}`,
  inForce: "in force",
  changed: (version: string, from: string, older: string) =>
    `What ${version} (from ${from}) says otherwise than ${older}`,
  source: (address: string, confidence: string, retrieved: string) =>
    `${address} (${confidence}, seen ${retrieved})`,
} as const;

interface Place {
  path: string;
  line: number | null;
  message: string;
}
