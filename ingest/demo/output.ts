import { join } from "node:path";
import { feedNames, feeds, type FeedName, type Row } from "../feeds/index.js";
import type { Buyers } from "./buyers.js";
import { startOfDay } from "./clock.js";
import { CsvFile, type CsvColumn } from "./csv.js";
import { FeedFile } from "./feed-file.js";
import type { Plan } from "./options.js";
import { factReaders } from "./readers.js";
import type { Scenario } from "./scenario.js";
import { sellerRow, type Seller } from "./sellers.js";
import type { Story } from "./story.js";
import { truthBuyerColumns, truthBuyerRow, truthSellerColumns, truthSellerRow } from "./truth.js";

/** The demo's orders are not itemised, and all in one currency. */
const WITHOUT = ["order_lines", "exchange_rates"] as const;
type DemoFeed = Exclude<FeedName, (typeof WITHOUT)[number]>;
export const demoFeeds = feedNames.filter(
  (name): name is DemoFeed => !(WITHOUT as readonly FeedName[]).includes(name),
);

export type OutputName = DemoFeed | "truth_sellers" | "truth_buyers";

export interface Written {
  rows: Record<OutputName, number>;
  files: string[];
}

const outputNames: readonly OutputName[] = [...demoFeeds, "truth_sellers", "truth_buyers"];

function columnsOf(name: OutputName): readonly CsvColumn[] {
  if (name === "truth_sellers") return truthSellerColumns;
  return name === "truth_buyers" ? truthBuyerColumns : feeds[name].columns;
}

/** All files of a run; knows which row goes where. */
export class Output {
  readonly #feeds;

  private constructor(
    readonly files: Record<OutputName, CsvFile>,
    readonly plan: Plan,
    readonly scenario: Scenario,
  ) {
    const readers = factReaders(scenario.currency);
    const { noise } = scenario;
    const end = startOfDay(plan.until) - 1;
    this.#feeds = {
      orders: new FeedFile(files.orders, readers.orders, end, noise, plan.seed),
      cases: new FeedFile(files.cases, readers.cases, end, noise, plan.seed),
      refunds: new FeedFile(files.refunds, readers.refunds, end, noise, plan.seed),
      chargebacks: new FeedFile(files.chargebacks, readers.chargebacks, end, noise, plan.seed),
      freezes: new FeedFile(files.freezes, readers.freezes, end, noise, plan.seed),
      evidence: new FeedFile(files.evidence, readers.evidence, end, noise, plan.seed),
    };
  }

  static async create(directory: string, plan: Plan, scenario: Scenario): Promise<Output> {
    const files = {} as Record<OutputName, CsvFile>;
    for (const name of outputNames) {
      files[name] = await CsvFile.create(join(directory, `${name}.csv`), columnsOf(name));
    }
    return new Output(files, plan, scenario);
  }

  /** True once the busiest file wants a flush; the others fill more slowly. */
  get full(): boolean {
    return this.files.orders.full;
  }

  writeSellers(sellers: readonly Seller[]): void {
    const { sellers: rows, truth_sellers: truth } = this.files;
    for (const seller of sellers) {
      rows.add(rows.line(sellerRow(seller)));
      truth.add(truth.line(truthSellerRow(seller, this.plan, this.scenario)));
    }
  }

  writeBuyers(buyers: Buyers): void {
    const { truth_buyers: truth } = this.files;
    for (const buyer of buyers.allBad()) truth.add(truth.line(truthBuyerRow(buyer, this.scenario)));
  }

  writeStory({ random, order, dispute, refunds, chargebacks, freezes, evidence }: Story): void {
    const files = this.#feeds;
    const children = refunds.length + chargebacks.length + freezes.length;
    const isProven = evidence.length > 0;
    files.orders.write(random, order, dispute !== undefined || children > 0);
    if (dispute) files.cases.write(random, dispute, isProven || refunds.length > 0);
    for (const refund of refunds) files.refunds.write(random, refund, false);
    for (const chargeback of chargebacks) files.chargebacks.write(random, chargeback, isProven);
    for (const freeze of freezes) files.freezes.write(random, freeze, false);
    for (const piece of evidence) files.evidence.write(random, piece, false);
  }

  writeScores(rows: Iterable<Row<"scores">>): void {
    const { scores } = this.files;
    for (const row of rows) scores.add(scores.line(row));
  }

  /** Writes the buffers that are full. */
  async flush(): Promise<void> {
    for (const name of outputNames) if (this.files[name].full) await this.files[name].flush();
  }

  async finish(): Promise<Written> {
    for (const feed of Object.values(this.#feeds)) feed.release();
    for (const name of outputNames) await this.files[name].flush();
    const rows = Object.fromEntries(outputNames.map((name) => [name, this.files[name].rows]));
    return {
      rows: rows as Record<OutputName, number>,
      files: outputNames.map((name) => this.files[name].path),
    };
  }

  async close(): Promise<void> {
    await Promise.all(outputNames.map((name) => this.files[name].close()));
  }
}
