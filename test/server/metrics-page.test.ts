import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";
import { expect, it } from "vitest";
import { measures } from "../../analytics/2_ledger/measures.js";
import { shippedPrograms } from "../../analytics/4_standings/programs.js";
import { metricsPage } from "../../server/metrics-page.js";

const file = fileURLToPath(new URL("../../data/metrics.md", import.meta.url));
const committed = readFileSync(file, "utf8");

it("is what npm run docs would write", async () => {
  const config = await resolveConfig(file);
  const fresh = await format(metricsPage(shippedPrograms.values()), { ...config, filepath: file });
  expect(committed === fresh, "data/metrics.md is out of date: npm run docs").toBe(true);
});

it("names every measure and every programme", () => {
  for (const name of measures.keys()) expect(committed).toContain(`[\`${name}\`](`);
  for (const id of shippedPrograms.keys()) expect(committed).toContain(`\n### ${id}\n`);
});
