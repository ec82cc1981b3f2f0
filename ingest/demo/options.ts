import { z } from "zod";

/** What to generate; the clock is never read, so `until` says where the data ends. */
export const GenerateOptions = z.object({
  orders: z.int().min(1).default(60_000).describe("Orders in all."),
  sellers: z.int().min(1).max(200_000).default(400).describe("Sellers in all."),
  buyers: z
    .int()
    .min(20)
    .optional()
    .describe("Buyers in all; defaults to the scenario's share of the orders, at most 2,000,000."),
  days: z.int().min(1).max(3660).default(400).describe("Days of data."),
  until: z.iso.date().describe("First day after the data; nothing happens on it or later."),
  seed: z.int().default(1).describe("Same seed, same bytes."),
  out: z.string().min(1).describe("Directory for the files; made if missing."),
  format: z.enum(["csv", "parquet"]).default("csv").describe("Format of the files."),
});

export type GenerateOptions = z.input<typeof GenerateOptions> & {
  /** Called about a hundred times with the orders done so far and all orders. */
  onProgress?: (done: number, total: number) => void;
};

export type Plan = z.output<typeof GenerateOptions>;
