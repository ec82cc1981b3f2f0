import { mkdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { Buyers } from "./buyers.js";
import { GenerateOptions, type Plan } from "./options.js";
import { Output, type Written } from "./output.js";
import { convertToParquet } from "./parquet.js";
import { Ratings } from "./ratings.js";
import { loadScenario, type Scenario } from "./scenario.js";
import { createSellers } from "./sellers.js";
import { storyTeller } from "./story.js";
import { ShopPicker, visits } from "./traffic.js";

/** Rows written, all versions and duplicates included, and the files that hold them. */
export type GenerateSummary = Written;

/** Generates the demo marketplace: the same options give the same bytes. */
export async function generate(options: GenerateOptions): Promise<GenerateSummary> {
  const { onProgress, ...rest } = options;
  const plan = GenerateOptions.parse(rest);
  const scenario = loadScenario();
  // At once: a signal between would remove a temporary directory that is then made anew.
  mkdirSync(plan.out, { recursive: true });
  if (plan.format === "csv") return writeCsv(plan, scenario, plan.out, onProgress);
  const directory = await mkdtemp(join(plan.out, ".csv-"));
  try {
    const summary = await writeCsv(plan, scenario, directory, onProgress);
    return { ...summary, files: await convertToParquet(summary.files, plan.out) };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function writeCsv(
  plan: Plan,
  scenario: Scenario,
  directory: string,
  onProgress: GenerateOptions["onProgress"],
): Promise<GenerateSummary> {
  const sellers = createSellers(plan, scenario);
  const buyers = new Buyers(plan, scenario);
  const tell = storyTeller(scenario, new ShopPicker(plan, sellers), buyers);
  const step = Math.max(1, Math.floor(plan.orders / 100));
  const ratings = new Ratings(plan, scenario);
  const sellerIds = sellers.map(({ id }) => id);
  let today = 0;
  const output = await Output.create(directory, plan, scenario);
  try {
    output.writeSellers(sellers);
    output.writeBuyers(buyers);
    for (const visit of visits(plan, scenario, sellers)) {
      const story = tell(visit);
      output.writeStory(story);
      if (visit.day !== today) output.writeScores(ratings.over((today = visit.day), sellerIds));
      ratings.add(visit.number, story);
      if (output.full) await output.flush();
      const done = visit.number + 1;
      if (done % step === 0 || done === plan.orders) onProgress?.(done, plan.orders);
    }
    output.writeScores(ratings.rest(sellerIds));
    return await output.finish();
  } finally {
    await output.close();
  }
}
