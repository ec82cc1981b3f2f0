import { beforeAll, describe, expect, it } from "vitest";
import { areGatesMet, areMet, tierOf, type Lines } from "../../analytics/4_standings/judge.js";
import { linesFor } from "../../analytics/4_standings/lines.js";
import type { RateProgram } from "../../analytics/4_standings/program.js";
import type { Tier } from "../../analytics/4_standings/program/tier.js";
import { shippedPrograms } from "../../analytics/4_standings/programs.js";
import type { Standing } from "../../analytics/4_standings/standing.js";
import { boundariesOf, figuresAt } from "../support/boundaries.js";
import {
  averageOf,
  casesOf,
  evaluationOf,
  pointOf,
  pointsOf,
  sellersOf,
  tierBy,
} from "../support/boundary-cases.js";
import { reading, withDatabase } from "../support/database.js";
import { dayFrom } from "../support/oracle-calendar.js";
import { LedgerWriter } from "../support/written-ledger.js";

/*
 * Both sides of every line of every shipped programme, as its YAML draws them: by figures alone, and
 * by postings that are written into a ledger and read back through the real SQL.
 */

const programs = [...shippedPrograms.values()];
const cases = programs.flatMap(casesOf);
const named = <T extends { name: string }>(all: readonly T[]) =>
  all.map((each) => [each.name, each] as const);

describe("by figures alone", () => {
  it.each(named(cases))("%s", (_, each) => {
    const { version, set, boundary, isMet, run } = each;
    const { peer, tier, gate } = boundary;
    const point = pointOf(each);
    const rule: Pick<Lines, "unit" | "floor"> =
      version.kind === "rate" ? version : { unit: "events" };
    const found = figuresAt(rule, point);
    const lines = linesFor(version, { region: set.region, category: null });
    expect(lines?.id).toBe(set.id);
    const context = {
      peerRate: peer && peer.over / peer.under,
      points: point.points,
      inARow: () => run,
    };
    expect(areGatesMet(tier, found, context)).toBe(isMet || gate === "floor");
    const judged = { ...rule, tiers: lines?.tiers ?? [] };
    expect(tierOf(judged, found, context)).toBe(tierBy(each, pointsOf(each), peer));
  });

  const awards = programs.flatMap((program) =>
    program.kind !== "points"
      ? []
      : program.points.rules.flatMap((rule) =>
          rule.awards.flatMap(({ name, gates }) =>
            boundariesOf({ gates } as Tier, rule).map((boundary) => ({
              ...boundary,
              gates,
              rule,
              name: `${program.id} ${rule.id} ${name} ${boundary.gate}`,
            })),
          ),
        ),
  );
  it.each(named(awards.filter(({ gate }) => gate !== "floor")))("%s", (_, each) => {
    const { gates, rule, met, unmet } = each;
    expect(areMet(gates, figuresAt(rule, met))).toBe(true);
    expect(areMet(gates, figuresAt(rule, unmet))).toBe(false);
  });

  it("covers every programme, version, set, tier and gate", () => {
    const gates = new Set(
      cases.map(({ name }) => name.replace(/ (met|missed|met too seldom)$/, "")),
    );
    const lines = programs
      .flatMap(({ earlier = [], ...newest }) => [newest, ...earlier])
      .flatMap(({ tiers, regional }) => [tiers, ...regional.map((set) => set.tiers)].flat())
      .flatMap(({ gates: own, pieces = [] }) =>
        [own ?? [], pieces.map((each) => each.gates)].flat(),
      )
      .flatMap((each) => Object.keys(each));
    const floors = cases.filter(({ boundary }) => boundary.gate === "floor").length / 2;
    expect(gates.size - floors).toBe(lines.length);
  });
});

describe("through the ledger's SQL", () => {
  const rated = cases.filter(({ version }) => version.kind === "rate");
  const found = new Map<string, Standing>();

  beforeAll(() =>
    withDatabase(async (database) => {
      const writer = new LedgerWriter();
      for (const each of rated)
        for (const seller of sellersOf(each, each.version as RateProgram)) writer.add(seller);
      await database.write((session) => writer.flush(session));
      const questions = new Map(
        rated.map((each) => {
          const asOf = dayFrom(evaluationOf(each));
          return [`${each.program.id} ${asOf}`, { program: each.program, asOf }];
        }),
      );
      await reading(database, 1, async (read) => {
        for (const { program, asOf } of questions.values())
          for (const row of await read(program, asOf))
            if (row.seller_id.startsWith(`${program.id} ${row.program_version} `))
              found.set(row.seller_id, row);
      });
    }),
  );

  it.each(named(rated))("%s", (_, each) => {
    const { version, set, boundary, isMet, run, name } = each;
    const { gate, tier } = boundary;
    const point = pointOf(each);
    const row = found.get(name);
    expect(row).toMatchObject({
      program_version: version.version,
      lines: set.id,
      numerator: point.numerator,
      denominator: point.denominator,
      tier: tierBy(each, pointsOf(each), averageOf(each, version as RateProgram)),
    });
    const missed = row?.gates.filter((judged) => judged.tier === tier.id && !judged.met);
    const isShort = run < (tier.periods ?? 1);
    const wanted = isShort ? ["periods"] : isMet || gate === "floor" ? [] : [gate];
    expect(
      missed?.map((judged) => judged.gate).filter((each) => isShort || each !== "periods"),
    ).toEqual(wanted);
  });
});
