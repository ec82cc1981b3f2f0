import { entriesOf, isRateMet, type HasGates } from "./judge.js";
import type { RateFigures } from "../3_rates/figures.js";
import type { Unit } from "./program/rate.js";
import { meets, type Threshold } from "./program/threshold.js";
import type { Gate, Gates } from "./program/tier.js";

/** What plain lines compare; orders are counted alike on both sides wherever the unit is not money. */
const COMPARED: Partial<Record<Gate, "rate" | "judged" | "denominator">> = {
  rate: "rate",
  count: "judged",
  denominator: "denominator",
  denominator_count: "denominator",
};

interface PlainGate {
  of: "rate" | "judged" | "denominator";
  threshold: Threshold;
}

/** Gates from a denominator on. */
interface PlainSet {
  from: number;
  gates: readonly PlainGate[];
}

/**
 * Lines that compare nothing but two numbers, the judged numerator and denominator: most lines are such,
 * and tens of thousands of sellers are judged by them without an object for each.
 */
export class PlainLines {
  readonly #lines: readonly (readonly PlainSet[])[];

  private constructor(lines: readonly (readonly PlainSet[])[]) {
    this.#lines = lines;
  }

  /** Null where any line compares more: money, peers, buyers, an interval, or earlier evaluations. */
  static of(unit: Unit, lines: readonly (HasGates & { periods?: number | undefined })[]) {
    const isPlain = ({ gates, pieces = [], periods }: (typeof lines)[number]) =>
      periods === undefined &&
      [...(gates ? [gates] : []), ...pieces.map((piece) => piece.gates)].every((set) =>
        entriesOf(set).every(([gate]) => COMPARED[gate] !== undefined),
      );
    if (unit === "amount" || !lines.every(isPlain)) return null;
    return new PlainLines(
      lines.map(({ gates, pieces = [] }) =>
        gates
          ? [{ from: -Infinity, gates: plainGates(gates) }]
          : pieces.map((piece) => ({ from: piece.from, gates: plainGates(piece.gates) })),
      ),
    );
  }

  /** How bad a look is, so that the best or the worst of several that are scored can be told. */
  readonly rankOf = (look: RateFigures, key: number): number => this.worstIn(look, key);

  /** The place of the last line whose gates are all met, as judge.ts has it; -1 where none is. */
  worstIn({ numerator, denominator }: RateFigures, key: number): number {
    return this.worst(numerator.judgedOf(key), denominator.judgedOf(key));
  }

  worst(judged: number, denominator: number): number {
    for (let place = this.#lines.length - 1; place >= 0; place -= 1)
      if (isMet(this.#lines[place] as readonly PlainSet[], judged, denominator)) return place;
    return -1;
  }
}

const plainGates = (gates: Gates): PlainGate[] =>
  entriesOf(gates).flatMap(([gate, threshold]) => {
    const of = COMPARED[gate];
    return of ? [{ of, threshold }] : [];
  });

function isMet(sets: readonly PlainSet[], judged: number, denominator: number): boolean {
  for (let place = sets.length - 1; place >= 0; place -= 1) {
    const { from, gates } = sets[place] as PlainSet;
    if (from > denominator) continue;
    for (const gate of gates) if (!isGateMet(gate, judged, denominator)) return false;
    return true;
  }
  return true;
}

function isGateMet({ of, threshold }: PlainGate, judged: number, denominator: number): boolean {
  if (of === "rate") return isRateMet(judged, denominator, threshold);
  return meets(of === "judged" ? judged : denominator, threshold);
}
