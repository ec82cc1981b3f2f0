import { join } from "node:path";
import { z } from "zod";
import { Standing } from "../../analytics/4_standings/standing.js";
import { json, plimsoll, type Result } from "../server/cli/plimsoll.js";
import { inTemporaryDirectory, writeFeeds, type FeedRow } from "./files.js";
import { caseOf, chargebackOf, order } from "./rows.js";

/** Asks for one seller's row of `plimsoll report`. */
export type Report = (program: string, asOf: string, seller: string) => Promise<Standing>;

/** A marketplace written row by row, then read from files and judged by the command line. */
export class Market {
  readonly #orders: FeedRow<"orders">[] = [];
  readonly #cases: FeedRow<"cases">[] = [];
  readonly #refunds: FeedRow<"refunds">[] = [];
  readonly #chargebacks: FeedRow<"chargebacks">[] = [];

  /** Orders of a seller; answers their ids. */
  sell(seller_id: string, count: number, fields: FeedRow<"orders">): string[] {
    return Array.from({ length: count }, () => {
      const nth = this.#orders.length;
      const order_id = `o${nth}`;
      this.#orders.push(order({ seller_id, buyer_id: `b${nth % 997}`, ...fields, order_id }));
      return order_id;
    });
  }

  /** A chargeback, or what `fields` make of it, for each order. */
  chargeBack(orderIds: readonly string[], fields: FeedRow<"chargebacks">): void {
    for (const id of orderIds) {
      const chargeback_id = `c${this.#chargebacks.length}`;
      this.#chargebacks.push(chargebackOf(id, { chargeback_id, ...fields }));
    }
  }

  complain(orderIds: readonly string[], fields: FeedRow<"cases">): void {
    for (const id of orderIds) this.#cases.push(caseOf(id, fields));
  }

  refund(orderIds: readonly string[], fields: FeedRow<"refunds">): void {
    for (const order_id of orderIds)
      this.#refunds.push({
        refund_id: `refund of ${order_id}`,
        order_id,
        currency: "USD",
        status: "succeeded",
        settled_at: fields.requested_at,
        ...fields,
      });
  }

  /** Reads the marketplace into a database of its own, which is gone after `work`. */
  open<T>(work: (report: Report) => Promise<T>): Promise<T> {
    return inTemporaryDirectory(async (directory) => {
      const files = await writeFeeds(directory, {
        orders: this.#orders,
        cases: this.#cases,
        refunds: this.#refunds,
        chargebacks: this.#chargebacks,
      });
      const db = ["--db", join(directory, "market.duckdb")];
      succeed(await plimsoll("ingest", ...files, ...db));
      return work(async (program, asOf, seller) => {
        const options = ["--as-of", asOf, "--seller", seller, "--format", "json"];
        const result = succeed(await plimsoll("report", program, ...options, ...db));
        return z.tuple([Standing]).parse(json(result))[0];
      });
    });
  }
}

function succeed(result: Result): Result {
  const { code, stderr } = result;
  if (code !== 0) throw new RangeError(`plimsoll ended with ${code}: ${stderr}`);
  return result;
}
