import { readFileSync } from "node:fs";
import type { Session } from "../../engine/duckdb.js";
import { bothDays, dayCounts, flaggedOf, overlapOf } from "./compare.js";
import type { BacktestResult, BacktestSeller, SideName } from "./contract.js";
import { readAllRevenue } from "./money.js";
import type { Range } from "./range.js";
import { sideOf, spellOf, worstOf, type Known, type Walked } from "./side.js";
import { daysIn, firstDay, flapsOf } from "./spells.js";
import { readRulings, type TruthBySeller } from "./truth.js";
import type { Turns } from "./turns.js";

const NAMES_SQL = readFileSync(new URL("seller_names.sql", import.meta.url), "utf8");

/** What two walks came to. */
export async function resultOf(
  session: Session,
  query: { from: string; to: string; truth?: TruthBySeller | undefined },
  { days, ledger, earliest, knowledge, chosen, firstRecorded }: Range,
  [a, b]: readonly [Walked, Walked],
  turns: Turns,
): Promise<BacktestResult> {
  const { from, to, truth = null } = query;
  const { knownBatch } = ledger;
  const names = await readNames(session, knownBatch);
  const rulings = await readRulings(session, { from, to, knownBatch });
  const idOf = (key: number) => names.get(key)?.seller_id ?? "";
  const known: Known = { earliest, truth, rulings, idOf };
  const items: BacktestSeller[] = [];
  for (const key of new Set([...flaggedOf(a.tracks), ...flaggedOf(b.tracks)])) {
    const name = names.get(key)?.name ?? null;
    items.push({
      seller_id: idOf(key),
      seller_name: name,
      ...rowOf(key, [a, b], known, days),
      ...(columnsOf("a", a, key, days) as Columns<"a">),
      ...(columnsOf("b", b, key, days) as Columns<"b">),
    });
    if (turns.isDue) await turns.yield();
  }
  items.sort((one, other) => (one.seller_id < other.seller_id ? -1 : 1));
  await turns.yield();
  const sideA = sideOf(a, days, known);
  await turns.yield();
  const sideB = sideOf(b, days, known);
  await turns.yield();
  const overlap = overlapOf(a.tracks, b.tracks, days.length, names.size);
  await turns.yield();
  return {
    from,
    to,
    days: days.length,
    knowledge,
    knowledge_chosen: chosen,
    first_batch_recorded: firstRecorded,
    batch_id: knownBatch,
    history_from: earliest,
    sellers: names.size,
    revenue: await readAllRevenue(session, { from, to, knownBatch }),
    a: sideA,
    b: sideB,
    overlap,
    by_day: dayCounts(a.tracks, b.tracks, days),
    items,
  };
}

type Shared = Exclude<keyof BacktestSeller, `${SideName}_${string}` | "seller_id" | "seller_name">;

/** What is told of a seller and both programmes together. */
function rowOf(
  key: number,
  [a, b]: readonly [Walked, Walked],
  { truth, rulings, idOf }: Known,
  days: readonly string[],
): Pick<BacktestSeller, Shared> {
  const [one, other] = [a.tracks.get(key), b.tracks.get(key)];
  const [firstA, firstB] = [firstDay(one), firstDay(other)];
  const isRisky = truth?.get(idOf(key));
  const lead = firstA === null || firstB === null ? null : firstB - firstA;
  const only = firstA === null ? "b" : "a";
  return {
    flagged_by: lead === null ? only : "both",
    first: lead === null ? only : lead === 0 ? "same" : lead > 0 ? "a" : "b",
    lead_days: lead === null ? null : Math.abs(lead),
    both_days: bothDays(one, other, days.length),
    truth: isRisky === undefined ? null : isRisky ? "risky" : "honest",
    ruled_for_buyer: rulings.get(key)?.forBuyer ?? 0,
    ruled_for_seller: rulings.get(key)?.forSeller ?? 0,
  };
}

type Columns<S extends SideName> = Pick<
  BacktestSeller,
  Extract<keyof BacktestSeller, `${S}_${string}`>
>;

/** One programme's columns of a seller's row. */
function columnsOf(side: SideName, walked: Walked, key: number, days: readonly string[]): object {
  const { spells = [], raw = [] } = walked.tracks.get(key) ?? {};
  const first = spells[0];
  const columns = {
    first_flagged: first ? spellOf(first, days).from : null,
    days_flagged: daysIn(spells, days.length),
    raw_days: daysIn(raw, days.length),
    spells: spells.length,
    flaps: flapsOf(spells),
    worst_tier: worstOf(spells)?.tier ?? null,
    revenue: walked.revenue.get(key) ?? [],
    at_stake: walked.atStake.get(key) ?? [],
    spell_list: spells.map((spell) => spellOf(spell, days)),
  };
  return Object.fromEntries(
    Object.entries(columns).map(([name, value]) => [`${side}_${name}`, value]),
  );
}

interface Name {
  seller_id: string;
  name: string | null;
}

/** Every seller that is known at a batch, by key. */
async function readNames(session: Session, knownBatch: number): Promise<Map<number, Name>> {
  const names = new Map<number, Name>();
  for await (const { columns, length } of session.chunks(NAMES_SQL, { known_batch: knownBatch })) {
    const [keys, ids, called] = columns as [number[], string[], (string | null)[]];
    for (let row = 0; row < length; row += 1)
      names.set(keys[row]!, { seller_id: ids[row]!, name: called[row] ?? null });
  }
  return names;
}
