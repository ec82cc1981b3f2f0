import { parse } from "csv-parse/sync";
import { UserError } from "../../errors.js";
import type { TruthBySeller } from "./truth.js";

const VALUES: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["false", false],
  ["1", true],
  ["0", false],
]);

/**
 * Who is known to be risky, from the text of a CSV with the columns seller_id and is_risky (true or
 * false), as truth_sellers.csv of the generator; a row without is_risky says nothing.
 */
export function readTruth(text: string, name: string): TruthBySeller {
  const rows = parseRows(text, name);
  const [head = []] = rows;
  const [id, risky] = ["seller_id", "is_risky"].map((column) => head.indexOf(column));
  if (id === undefined || risky === undefined || id < 0 || risky < 0)
    throw new UserError(
      `${name}: lacks ${id === -1 ? "seller_id" : "is_risky"}: give a CSV with the columns seller_id and is_risky (true or false)`,
    );
  const truth = new Map<string, boolean>();
  rows.slice(1).forEach((row, index) => {
    const value = (row[risky] ?? "").trim().toLowerCase();
    if (value === "") return;
    const isRisky = VALUES.get(value);
    if (isRisky === undefined)
      throw new UserError(
        `${name}: row ${index + 2}: is_risky is ${row[risky]}: write true or false, or leave it empty`,
      );
    truth.set(row[id] ?? "", isRisky);
  });
  return truth;
}

function parseRows(text: string, name: string): string[][] {
  try {
    return parse(text, { bom: true, skip_empty_lines: true });
  } catch (cause) {
    throw new UserError(`${name}: is no CSV: ${(cause as Error).message}`, { cause });
  }
}
