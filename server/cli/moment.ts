import { Option, type Command } from "commander";
import type { Session } from "../../analytics/engine/duckdb.js";
import type { EvaluationKind } from "../../analytics/4_standings/evaluation.js";
import { UserError } from "../../analytics/errors.js";
import type { Io } from "./io.js";
import { date, moment } from "./parse.js";
import { strings } from "./strings.js";
import { momentTexts as texts } from "./strings-moment.js";

/** As of which day, and as known at which moment. */
export interface KnownOptions {
  asOf?: string;
  knownAt?: string;
}

/** The same, and at which evaluation. */
export interface MomentOptions extends KnownOptions {
  evaluation?: EvaluationKind;
}

/** What a report is of. */
export interface Moment {
  asOf: string;
  knownBatch: number;
  kind: EvaluationKind | undefined;
}

/** Adds --as-of, --known-at and --evaluation to a command that judges. */
export function addMomentOptions(command: Command): Command {
  const kinds: readonly EvaluationKind[] = ["current", "projected"];
  return command
    .option("--as-of <date>", strings.options.asOf, date)
    .option("--known-at <time>", texts.knownAt, moment)
    .addOption(new Option("--evaluation <kind>", texts.evaluation).choices(kinds));
}

/** The moment that was asked for; what is left out is the newest, of what was known. */
export async function chosenMoment(
  session: Session,
  { asOf, knownAt, evaluation: kind }: MomentOptions,
  io: Io,
): Promise<Moment> {
  const knownBatch = await chosenBatch(session, knownAt, io);
  return { asOf: asOf ?? (await chosenDay(session, io, knownBatch, knownAt)), knownBatch, kind };
}

/** The newest batch that had been recorded by then; refuses a time of which nothing can be said. */
export async function chosenBatch(
  session: Session,
  knownAt: string | undefined,
  io: Io,
): Promise<number> {
  const { knownBatchAt } = await import("../../analytics/4_standings/known.js");
  const now = io.now().toISOString();
  if (knownAt !== undefined && knownAt > now) throw new UserError(texts.notYet(knownAt, now));
  const knownBatch = await knownBatchAt(session, knownAt);
  if (knownBatch === 0 && knownAt !== undefined) throw new UserError(strings.nothingKnown(knownAt));
  return knownBatch;
}

/** The day of judgement when none is asked for; says which it is. */
export async function chosenDay(
  session: Session,
  io: Io,
  knownBatch?: number,
  knownAt?: string,
): Promise<string> {
  const { defaultAsOf } = await import("../../analytics/4_standings/known.js");
  const { ledgerToday } = await import("./today.js");
  const today = await ledgerToday(session, io, knownAt);
  const day = (await defaultAsOf(session, today, knownBatch)) ?? today;
  io.note(strings.asOf(day));
  return day;
}
