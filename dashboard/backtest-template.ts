import type { Program } from "../analytics/4_standings/program.js";
import { backtest as texts } from "./strings-backtest.js";

/** A YAML file to begin with: a programme's own lines, ready to be changed. */
export function templateOf(id: string, program: Program | undefined): string {
  const tiers = (program?.tiers ?? []).flatMap(({ id: tier, gates, exit_rate: exit }) =>
    gates
      ? [
          `  - { id: ${tier}, gates: ${flow(gates)}${exit === undefined ? "" : `, exit_rate: ${exit}`} }`,
        ]
      : [],
  );
  return texts.template(id, tiers);
}

/** Numbers and objects of numbers, as YAML has them in one line. */
function flow(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  const fields = Object.entries(value).map(([name, each]) => `${name}: ${flow(each)}`);
  return `{ ${fields.join(", ")} }`;
}
