import { windowOn } from "../3_rates/window.js";
import { segmentsInScope, type Segment } from "../3_rates/scope.js";
import { addMonths } from "../dates.js";
import type { Session } from "../engine/duckdb.js";
import { momentOf, versionAt } from "./evaluation.js";
import { lackingRate } from "./lacking-rates.js";
import { LedgerView } from "./ledger-view.js";
import { linesFor, needsTraits } from "./lines.js";
import type { NamedRate, Program, ProgramVersion } from "./program.js";
import type { Problem } from "./program/problem.js";
import { basicWindows } from "./program/window.js";
import type { Moment } from "./rate-figures.js";
import { windowInWords } from "./program/words/window.js";

type Path = (string | number)[];

/** What a programme asks and a ledger cannot tell, as of a day: figures that would be too low, or missing. */
export async function ledgerNotes(
  session: Session,
  program: Program,
  { asOf, knownBatch }: { asOf: string; knownBatch: number },
): Promise<Problem[]> {
  const ledger = await LedgerView.open(session, knownBatch);
  const moment = momentOf(program, { asOf }, knownBatch);
  const inForce = versionAt(program, moment);
  const version = inForce ?? program;
  const notes: Problem[] = [];
  if (!inForce)
    notes.push({
      path: ["effective"],
      message: `no version is in force on ${asOf}, so nobody is judged`,
      remedy: "judge another day with --as-of, or let a version hold then",
    });
  if (ledger.earliest === null)
    return [...notes, { path: [], message: "the ledger is empty", remedy: "ingest orders first" }];
  const held = await whatIsThere(session);
  for (const { path, rate } of placedRates(version))
    notes.push(
      ...windowNotes(rate, path, moment.day, ledger.earliest),
      ...measureNotes(rate, path, held),
      ...scopeNotes(rate, path, ledger.reader.segments),
      ...(await currencyNotes(ledger, rate, path, moment)),
    );
  if (needsTraits(version)) notes.push(...(await regionNotes(ledger, version)));
  return notes;
}

function placedRates(version: ProgramVersion): { path: Path; rate: NamedRate }[] {
  switch (version.kind) {
    case "rate":
      return [{ path: [], rate: version }];
    case "points":
      return version.points.rules.map((rate, index) => ({
        path: ["points", "rules", index],
        rate,
      }));
    case "score":
      return version.score.parts.map((rate, index) => ({ path: ["score", "parts", index], rate }));
  }
}

function windowNotes(rate: NamedRate, path: Path, day: string, earliest: string): Problem[] {
  const moved = Math.min(rate.numerator.month_offset, rate.denominator.month_offset);
  return basicWindows(rate.window).flatMap((window) => {
    const { start } = windowOn(window, day);
    const first = moved === 0 ? start : addMonths(start, moved);
    if (first >= earliest) return [];
    return [
      {
        path: [...path, "window"],
        message: `${windowInWords(window, "")} reach back to ${first}, and the ledger begins on ${earliest}`,
        remedy:
          "until it is long enough the figures are of fewer days; standings say history_too_short",
      },
    ];
  });
}

interface Held {
  measures: ReadonlySet<string>;
  metrics: ReadonlySet<string>;
}

async function whatIsThere(session: Session): Promise<Held> {
  const measures = await session.all<{ name: string }>(
    `select measure as name from ledger.measures
     where measure_id in (select measure_id from ledger.volumes)
        or measure_id in (select measure_id from ledger.entries)`,
  );
  const metrics = await session.all<{ name: string }>(
    "select distinct metric as name from ledger.scores",
  );
  const names = (rows: readonly { name: string }[]) => new Set(rows.map(({ name }) => name));
  return { measures: names(measures), metrics: names(metrics) };
}

function measureNotes(rate: NamedRate, path: Path, { measures, metrics }: Held): Problem[] {
  return (["numerator", "denominator"] as const).flatMap((side) =>
    [...rate[side].measures, ...rate[side].less].flatMap((name) => {
      const metric = name.startsWith("scores.") ? name.slice("scores.".length) : null;
      if (metric === null ? measures.has(name) : metrics.has(metric)) return [];
      return [
        {
          path: [...path, side, "measures"],
          message:
            metric === null
              ? `the ledger has no posting of ${name}, so that it counts for nothing`
              : `no score of the metric ${metric} has ever come`,
          remedy:
            metric === null
              ? "ingest the feed that carries it, if there is one"
              : metrics.size > 0
                ? `there are ${[...metrics].sort().join(", ")}`
                : "ingest the scores feed",
        },
      ];
    }),
  );
}

function scopeNotes(rate: NamedRate, path: Path, segments: readonly Segment[]): Problem[] {
  if (segmentsInScope(rate, segments)?.length !== 0) return [];
  return [
    {
      path: [...path, "scope"],
      message: "no order of the ledger is in scope",
      remedy: `there are ${describeSegments(segments)}`,
    },
  ];
}

async function currencyNotes(
  ledger: LedgerView,
  rate: NamedRate,
  path: Path,
  moment: Moment,
): Promise<Problem[]> {
  const lacking = await lackingRate(ledger, rate, moment);
  if (!lacking) return [];
  const { currency, day } = lacking;
  return [
    {
      path: [...path, "reporting_currency"],
      message: `there is no exchange rate for ${currency} on ${day}`,
      remedy: `ingest exchange_rates; until then ${rate.unit === "amount" ? "nobody is judged, and" : "sellers whose money is compared are not judged where it lacks one, and"} standings say no_exchange_rate`,
    },
  ];
}

/** The values that a scope could name. */
function describeSegments(segments: readonly Segment[]): string {
  const of = (name: keyof Segment) =>
    [...new Set(segments.map((segment) => String(segment[name] ?? "none")))].sort().slice(0, 12);
  return (["card_network", "card_present", "region", "category"] as const)
    .map((name) => `${name} ${of(name).join(", ")}`)
    .join("; ");
}

/** Sellers for whose region there are no lines. */
async function regionNotes(ledger: LedgerView, version: ProgramVersion): Promise<Problem[]> {
  const without = new Map<string, number>();
  const traits = await ledger.traits();
  for (const key of traits.keys((own) => !linesFor(version, own))) {
    const region = traits.of(key).region ?? "no known region";
    without.set(region, (without.get(region) ?? 0) + 1);
  }
  if (without.size === 0) return [];
  const named = [...without].sort((a, b) => b[1] - a[1]);
  const list = named.slice(0, 12).map(([region, sellers]) => `${region} (${sellers})`);
  return [
    {
      path: ["applies_to"],
      message: `there are no lines for sellers of ${list.join(", ")}${named.length > 12 ? " and other regions" : ""}: they are not scored`,
      remedy: "add a regional set, or when_unknown: true for those without a region",
    },
  ];
}
