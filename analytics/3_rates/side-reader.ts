import { setImmediate } from "node:timers/promises";
import type { Session } from "../engine/duckdb.js";
import { readCounted, type CountedAsk } from "./counted.js";
import { readEntries } from "./entries.js";
import { groupsBy } from "./groups.js";
import type { SideSums } from "./side.js";
import { askOf, countedOf, isOfNobody, volumeOf, type Ask, type SideQuery } from "./side-query.js";

interface Waiting {
  ask: Ask;
  resolve: (sums: readonly SideSums[]) => void;
  reject: (reason: unknown) => void;
}

/** What the reader needs to know of a ledger. */
export interface Keys {
  measures: ReadonlyMap<string, number>;
  segments: readonly number[];
  mostSeller: number;
}

/**
 * Reads sides of rates. What is asked in the same turn is read together: windows of one measure in
 * one pass, whichever programmes they are of.
 */
export class SideReader {
  readonly #session: Session;
  readonly #keys: Keys;
  #waiting: Waiting[] = [];
  #isReading = false;

  constructor(session: Session, keys: Keys) {
    this.#session = session;
    this.#keys = keys;
  }

  /** Sums of each look. */
  read(query: SideQuery): Promise<readonly SideSums[]> {
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
      await setImmediate();
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

  #readings(asks: readonly Ask[]): (() => Promise<() => void>)[] {
    const { segments, measures } = this.#keys;
    const session = this.#session;
    const measureIds = (names: readonly string[]) =>
      names.flatMap((name) => measures.get(name) ?? []);
    const counted = groupsBy(asks.flatMap(countedAsk), ofOneMeasure).flatMap((group) =>
      measureIds([group[0]?.measure as string]).map(
        (measureId) => () => readCounted(session, { measureId, asks: group, segments }),
      ),
    );
    const toldApart = asks.filter((ask) => countedOf(ask) === undefined);
    const others = groupsBy(toldApart, ofOneTerm).map(
      (group) => () => readEntries(session, { asks: group, measureIds }),
    );
    return [...counted, ...others];
  }
}

type Counted = CountedAsk & { measure: string };

function countedAsk(ask: Ask): Counted[] {
  const counted = countedOf(ask);
  const measure = counted ?? volumeOf(ask.term);
  return measure === undefined ? [] : [{ ...ask, measure, hasSingles: counted !== undefined }];
}

/** Windows of scopes apart, as they are few, and each cell of days is cut anew by every scope. */
function ofOneMeasure({ measure, term, hasSingles, segments }: Counted): string {
  const { by, reasons = null, exempt } = term;
  const those = hasSingles ? [reasons, exempt] : [null, []];
  return JSON.stringify([measure, by, segments === null, ...those]);
}

function ofOneTerm({ term, segments }: Ask): string {
  const { measures, less, by, month_offset, reasons, exempt } = term;
  return JSON.stringify([measures, less, by, month_offset, reasons, exempt, segments]);
}
