import { evaluate } from "./evaluate.js";
import { momentOf, versionAt, type EvaluationKind, type ProgramEvaluation } from "./evaluation.js";
import type { LedgerView } from "./ledger-view.js";
import type { Program, RateProgram, ScoreProgram } from "./program.js";
import { calendarOf } from "../3_rates/window.js";
import { rateEvaluation } from "./rate-evaluation.js";
import { figuresAt } from "./rate-figures.js";
import { scoresAt } from "./score-evaluation.js";

/**
 * A programme's last (current) or next (projected) evaluation as of each of some days. Days between
 * two evaluations share one, unless it is to come; daily rates and scores are read for all days at once.
 */
export async function evaluateDays(
  ledger: LedgerView,
  program: Program,
  days: readonly string[],
  sellerKeys?: readonly number[],
  kind: EvaluationKind = "current",
): Promise<ProgramEvaluation[]> {
  const moments = days.map((asOf) => momentOf(program, { asOf, kind }, ledger.knownBatch));
  const versions = moments.map((moment) => versionAt(program, moment));
  const [first] = versions;
  const isOneVersion = versions.every((version) => version === first);
  if (isOneVersion && calendarOf(program).every === "day") {
    if (first?.kind === "rate")
      return rateDays(ledger, program, first, { moments, kind, sellerKeys });
    if (first?.kind === "score")
      return scoreDays(ledger, program, first, { moments, kind, sellerKeys });
  }
  const byDay = new Map<string, Promise<ProgramEvaluation>>();
  const evaluations: ProgramEvaluation[] = [];
  for (const [index, asOf] of days.entries()) {
    const { day, cutoff } = moments[index] as Moments[number];
    const key = `${day} ${cutoff}`;
    const known = byDay.get(key) ?? evaluate(ledger, program, { asOf, kind, sellerKeys });
    byDay.set(key, known);
    evaluations.push(await known);
  }
  return evaluations;
}

type Moments = ReturnType<typeof momentOf>[];

interface Asked {
  moments: Moments;
  kind: EvaluationKind;
  sellerKeys: readonly number[] | undefined;
}

async function rateDays(
  ledger: LedgerView,
  program: Program,
  version: RateProgram,
  { moments, kind, sellerKeys }: Asked,
): Promise<ProgramEvaluation[]> {
  const found = await figuresAt(ledger.reader, version, moments, {
    sellerKeys: version.peers ? undefined : sellerKeys,
  });
  return Promise.all(
    moments.map((moment, index) =>
      rateEvaluation(ledger, program, version, {
        moment,
        kind,
        figures: found[index] as (typeof found)[number],
        sellerKeys,
      }),
    ),
  );
}

async function scoreDays(
  ledger: LedgerView,
  program: Program,
  version: ScoreProgram,
  { moments, kind, sellerKeys }: Asked,
): Promise<ProgramEvaluation[]> {
  const found = await scoresAt(ledger, version, moments, sellerKeys);
  return found.map((score, index) => ({
    program,
    version,
    kind,
    moment: moments[index] as Moments[number],
    ...score.views(),
  }));
}
