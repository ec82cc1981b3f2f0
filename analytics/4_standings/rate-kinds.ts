import type { ByTraits } from "./by-traits.js";
import { leastOf, type Least, type Lines } from "./judge.js";
import { judgedBy, linesFor, type RegionLines, type Traits } from "./lines.js";
import { peerRatesOf } from "./peers.js";
import { PlainLines } from "./plain-lines.js";
import type { RateProgram } from "./program.js";
import type { MomentFigures } from "./rate-figures.js";

/** What holds for all sellers of equal traits. */
export interface Kind {
  /** Null where the programme has none for their region. */
  lines: RegionLines | null;
  judged: Lines | null;
  /** What every tier asks for at least; null where it is money, which may not be known. */
  least: Least | null;
  /** Null where any tier compares more than two numbers. */
  plain: PlainLines | null;
  peerRate: number | null;
}

type Judged = Pick<Kind, "judged" | "least" | "plain">;
const NO_LINES: Judged = { judged: null, least: null, plain: null };

/** One object for each set of lines, however many regions and categories it holds for. */
export function kindsOf(
  version: RateProgram,
  figures: MomentFigures,
  traits: ByTraits<Traits>,
): ByTraits<Kind> {
  const peers = version.peers ? peerRatesOf(version.peers, figures, traits) : null;
  const known = new Map<RegionLines, Judged>();
  const judgedIn = (lines: RegionLines): Judged => {
    const found = known.get(lines) ?? judgedOf(version, lines);
    known.set(lines, found);
    return found;
  };
  return traits.map((own): Kind => {
    const lines = linesFor(version, own);
    return { lines, ...(lines ? judgedIn(lines) : NO_LINES), peerRate: peers?.of(own) ?? null };
  });
}

function judgedOf(version: RateProgram, lines: RegionLines): Judged {
  const judged = judgedBy(version, lines);
  return { judged, least: leastOf(judged), plain: PlainLines.of(judged.unit, judged.tiers) };
}
