import { readFileSync } from "node:fs";
import type { Numbers, Session } from "../engine/duckdb.js";
import { measures } from "../2_ledger/measures.js";
import { daysOf, type Cell } from "./cells.js";
import { sharedParameters, type CountedAsk, type CountedGroup, type Reading } from "./counted.js";
import { groupsBy } from "./groups.js";
import { boundsOfAll, type Look } from "./look.js";
import type { SideSums } from "./side.js";

const read = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");
const PLAIN_SQL = read("counted_plain.sql");
const SINGLE_SQL = read("counted_single.sql");

/** One look of an ask. */
interface Target {
  ask: CountedAsk;
  look: Look;
  window: Cell;
  sums: SideSums;
}

/** Readings that answer all asks of every seller, window by window: equal ones once. */
export function windowReadings(session: Session, group: CountedGroup): Reading[] {
  const targets = group.asks
    .flatMap((ask) =>
      ask.looks.map((look, at): Target => {
        return { ask, look, window: daysOf(ask.term, look), sums: ask.sums[at] as SideSums };
      }),
    )
    .filter(({ window: { start, end } }) => start < end);
  const sameOf = ({ ask, window }: Target) => JSON.stringify([window, ask.segments]);
  return groupsBy(targets, sameOf).flatMap((same) => {
    const parameters = parametersOf(group, same);
    const isPlain = measures.get(group.asks[0]?.measure ?? "")?.posts === "volumes";
    const single = same.filter(({ ask }) => ask.hasSingles);
    const { cutoff, reasons, exempt, ...plain } = parameters;
    const readPlain = async () => {
      const numbers = await session.numbers(PLAIN_SQL, plain);
      return () => addUp(numbers, same);
    };
    const readSingle = async () => {
      const numbers = await session.numbers(SINGLE_SQL, { ...plain, cutoff, reasons, exempt });
      return () => addUp(numbers, single);
    };
    return [...(isPlain ? [readPlain] : []), ...(single.length > 0 ? [readSingle] : [])];
  });
}

function parametersOf(group: CountedGroup, same: readonly Target[]) {
  const [{ ask, look, window }] = same as [Target];
  const asks = same.map((each) => each.ask);
  return {
    ...sharedParameters(group, asks),
    ...boundsOfAll([{ term: ask.term, looks: [look] }]),
    cutoff: window.cutoff,
    known_batch: window.knownBatch,
    segments: ask.segments,
  };
}

/** What is judged is in columns of its own, unless nothing is ever exempt. */
function addUp({ column, has, length }: Numbers, targets: readonly Target[]): void {
  const keys = column("seller_key");
  const judgedOf = (name: string) => column(has(`judged_${name}`) ? `judged_${name}` : name);
  const [count, amount] = [judgedOf("count"), judgedOf("amount")];
  for (const { ask, sums } of targets) {
    const name = { orders: "count", events: "count", items: "items", amount: "amount" }[ask.unit];
    const [raw, judged] = [column(name), judgedOf(name)];
    for (let row = 0; row < length; row += 1)
      sums.add(
        keys[row] as number,
        raw[row] as number,
        judged[row] as number,
        count[row] as number,
        amount[row] as number,
        0,
      );
  }
}
