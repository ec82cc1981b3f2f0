import { ExchangeRateError } from "../errors.js";
import {
  momentOf,
  versionAt,
  withoutVerdict,
  type EvaluationQuery,
  type ProgramEvaluation,
} from "./evaluation.js";
import type { LedgerView } from "./ledger-view.js";
import { evaluatePoints } from "./points-evaluation.js";
import type { Program } from "./program.js";
import { evaluateRate } from "./rate-evaluation.js";
import { evaluateScore } from "./score-evaluation.js";

/** A programme of any kind as of a day, by the version that was in force. */
export async function evaluate(
  ledger: LedgerView,
  program: Program,
  query: EvaluationQuery,
): Promise<ProgramEvaluation> {
  const moment = momentOf(program, query, ledger.knownBatch);
  const version = versionAt(program, moment);
  if (!version) return withoutVerdict(program, moment, query.kind ?? "current", "not_in_force");
  switch (version.kind) {
    case "rate":
      return evaluateRate(ledger, program, version, moment, query);
    case "points":
      return evaluatePoints(ledger, program, version, moment, query);
    case "score":
      return evaluateScore(ledger, program, version, moment, query);
  }
}

/**
 * Many programmes at once, in as few readings as they share; one that lacks exchange rates judges
 * nobody and says so.
 */
export async function evaluateAll(
  ledger: LedgerView,
  programs: Iterable<Program>,
  query: EvaluationQuery,
): Promise<ProgramEvaluation[]> {
  const all = [...programs];
  // Else those that wait for traits would ask a turn later than the others.
  if (all.length > 1) await ledger.traits();
  return Promise.all(
    all.map((program) =>
      evaluate(ledger, program, query).catch((error: unknown) => {
        if (!(error instanceof ExchangeRateError)) throw error;
        const moment = momentOf(program, query, ledger.knownBatch);
        return withoutVerdict(program, moment, query.kind ?? "current", "no_exchange_rate");
      }),
    ),
  );
}
