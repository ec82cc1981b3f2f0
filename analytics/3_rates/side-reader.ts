import { setImmediate } from "node:timers/promises";
import type { Session } from "../engine/duckdb.js";
import { countedReadings, type CountedAsk, type Reading } from "./counted.js";
import { readEntries } from "./entries.js";
import { groupsBy } from "./groups.js";
import { readScoredAsks, scoredMetric } from "./scores.js";
import { changedSellers, type Changed } from "./changed.js";
import { nameOf, type FigureMemory, type Remembered } from "./memory.js";
import { SellerPlaces, type SideSums } from "./side.js";
import { askOf, countedOf, isOfNobody, volumeOf, type Ask, type SideQuery } from "./side-query.js";

interface Waiting {
  ask: Ask;
  resolve: (sums: readonly SideSums[]) => void;
  reject: (reason: unknown) => void;
}

/** What the reader needs to know of a ledger. */
export interface Keys {
  measures: ReadonlyMap<string, number>;
  mostSeller: number;
  knownBatch: number;
  /** May be on its way still: it is needed no sooner than figures are. */
  memory: FigureMemory | Promise<FigureMemory> | undefined;
}

/**
 * Reads sides of rates. What is asked in the same turn is read together, whichever programmes it is
 * of: an equal window of every seller once, all windows of a few sellers in one pass.
 */
export class SideReader {
  readonly #session: Session;
  readonly #keys: Keys;
  /** By batch: of whom anything was posted since. */
  readonly #changed = new Map<number, Promise<Changed>>();
  /** Names of what was asked for and is remembered. */
  readonly asked = new Set<string>();
  #waiting: Waiting[] = [];
  #isReading = false;

  constructor(session: Session, keys: Keys) {
    this.#session = session;
    this.#keys = keys;
  }

  /** Sums of each look; what is remembered of them is only brought up to date. */
  async read(query: SideQuery): Promise<readonly SideSums[]> {
    const { knownBatch } = this.#keys;
    const memory = await this.#keys.memory;
    const isOfNow = query.looks.every((look) => look.knownBatch === knownBatch);
    if (!memory || !isOfNow || isOfNobody(query)) return this.#ask(query);
    const name = nameOf(query);
    this.asked.add(name);
    const known = memory.find(name);
    if (known && known.knownBatch > knownBatch) return this.#ask(query);
    const sums = known ? await this.#upToDate(query, known, memory) : await this.#ask(query);
    const sellers = query.sellerKeys ? new Set(query.sellerKeys) : null;
    memory.keep(name, { knownBatch, sellers, sums });
    return sums;
  }

  async #upToDate(
    query: SideQuery,
    known: Remembered,
    { mostChanged }: FigureMemory,
  ): Promise<readonly SideSums[]> {
    const { mostSeller } = this.#keys;
    const { posted, missing } = await this.#staleOf(query, known);
    const keys = new Set([...posted, ...missing]);
    const asked = query.sellerKeys?.length ?? mostSeller;
    if (keys.size > asked * mostChanged) return this.#ask(query);
    if (keys.size === 0 && query.sellerKeys === undefined) return known.sums;
    const places = new SellerPlaces(query.sellerKeys ?? null, mostSeller);
    const isAdded = missing.size === 0 && countedOf(query) !== undefined;
    const sellerKeys = [...keys];
    const fresh = await this.#ask(
      isAdded ? { ...query, sellerKeys, afterBatch: known.knownBatch } : { ...query, sellerKeys },
    );
    return known.sums.map((sums, index) =>
      sums.with(fresh[index] as SideSums, { keys, places, isAdded }),
    );
  }

  /** Those asked for of whom anything was posted since, and those of whom nothing is remembered. */
  async #staleOf(query: SideQuery, known: Remembered) {
    const changed = await this.#changedSince(known.knownBatch);
    const names = [...query.term.measures, ...query.term.less];
    const posted = new Set(names.flatMap((name) => [...(changed.get(name) ?? [])]));
    const { sellerKeys } = query;
    if (!sellerKeys) return { posted, missing: new Set<number>() };
    return {
      posted: new Set(sellerKeys.filter((key) => posted.has(key))),
      missing: new Set(sellerKeys.filter((key) => !known.sellers?.has(key))),
    };
  }

  #changedSince(after: number): Promise<Changed> {
    const { knownBatch: until, measures } = this.#keys;
    const known =
      this.#changed.get(after) ??
      (after === until
        ? Promise.resolve<Changed>(new Map())
        : changedSellers(this.#session, { after, until, measures }));
    this.#changed.set(after, known);
    return known;
  }

  #idsOf(names: readonly string[]): number[] {
    return names.flatMap((name) => this.#keys.measures.get(name) ?? []);
  }

  #ask(query: SideQuery): Promise<readonly SideSums[]> {
    const ask = askOf(query, this.#keys.mostSeller);
    if (isOfNobody(query)) return Promise.resolve(ask.sums);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ask, resolve, reject });
      if (!this.#isReading) void this.#readAll();
    });
  }

  async #readAll(): Promise<void> {
    this.#isReading = true;
    while (this.#waiting.length > 0) {
      await setImmediate();
      const asked = this.#waiting;
      this.#waiting = [];
      try {
        await this.#answer(asked.map(({ ask }) => ask));
        for (const { ask, resolve } of asked) resolve(ask.sums);
      } catch (error) {
        for (const { reject } of asked) reject(error);
      }
    }
    this.#isReading = false;
  }

  /** While DuckDB reads for one group of asks, what was read for the one before is added up. */
  async #answer(asks: readonly Ask[]): Promise<void> {
    let addUp = () => {};
    for (const read of this.#readings(asks)) {
      const reading = read();
      addUp();
      addUp = await reading;
    }
    addUp();
  }

  #readings(asks: readonly Ask[]): Reading[] {
    const session = this.#session;
    const measureIds = (names: readonly string[]) => this.#idsOf(names);
    const counted = groupsBy(asks.flatMap(countedAsk), ofOneMeasure).flatMap((group) =>
      measureIds([group[0]?.measure as string]).flatMap((measureId) =>
        countedReadings(session, { measureId, asks: group }),
      ),
    );
    const isScored = ({ term }: Ask) => scoredMetric(term) !== null;
    const scored = groupsBy(asks.filter(isScored), ofOneMetric).map(
      (group) => () => readScoredAsks(session, group),
    );
    const toldApart = asks.filter((ask) => countedOf(ask) === undefined && !isScored(ask));
    const others = groupsBy(toldApart, ofOneTerm).map(
      (group) => () => readEntries(session, { asks: group, measureIds }),
    );
    return [...counted, ...others, ...scored];
  }
}

function countedAsk(ask: Ask): CountedAsk[] {
  const counted = countedOf(ask);
  const measure = counted ?? volumeOf(ask.term);
  return measure === undefined ? [] : [{ ...ask, measure, hasSingles: counted !== undefined }];
}

/** Windows of scopes apart, as they are few, and each cell of days is cut anew by every scope. */
function ofOneMeasure({ measure, term, hasSingles, segments, afterBatch }: CountedAsk): string {
  const { by, reasons = null, exempt } = term;
  const those = hasSingles ? [reasons, exempt] : [null, []];
  return JSON.stringify([measure, by, segments === null, afterBatch, ...those]);
}

const ofOneMetric = ({ term: { measures }, looks, sellerKeys }: Ask): string =>
  JSON.stringify([measures, looks, sellerKeys]);

function ofOneTerm({ term, segments }: Ask): string {
  const { measures, less, by, month_offset, reasons, exempt } = term;
  return JSON.stringify([measures, less, by, month_offset, reasons, exempt, segments]);
}
