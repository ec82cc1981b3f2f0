import { expect, it } from "vitest";
import { RateFigures } from "../../../../analytics/3_rates/figures.js";
import { NO_FIGURES, type Side } from "../../../../analytics/3_rates/side.js";
import { SlidingPeers } from "../../../../analytics/4_standings/backtest/sliding-peers.js";
import { ByTraits } from "../../../../analytics/4_standings/by-traits.js";
import { NO_TRAITS, type Traits } from "../../../../analytics/4_standings/lines.js";
import type { ScoreProgram } from "../../../../analytics/4_standings/program.js";
import { findProgram } from "../../../../analytics/4_standings/programs.js";
import { MomentFigures } from "../../../../analytics/4_standings/rate-figures.js";
import { side } from "../../../support/judging.js";

const [shipped] = (findProgram("service-score") as ScoreProgram & { id: string }).score.parts;
const part = { ...shipped!, floor: { denominator: 10 } };
const moment = { day: "2026-03-01", cutoff: "2026-03-01", knownBatch: 1 };

const sideOf = (judged: readonly number[]): Side => ({
  at: (key) => (key in judged ? side(judged[key] as number) : NO_FIGURES),
  judgedOf: (key) => judged[key] ?? 0,
  has: (key) => (judged[key] ?? 0) > 0,
  keys: () => [...judged.keys()],
});
const figures = (numerators: readonly number[], denominators: readonly number[]) =>
  new MomentFigures(part, moment, [new RateFigures(sideOf(numerators), sideOf(denominators))]);

const toys: Traits = { region: null, category: "toys" };
const shoes: Traits = { region: null, category: "shoes" };
/** By seller_key: none, toys or shoes. */
const traitsOf = (...kinds: readonly (0 | 1 | 2)[]) =>
  new ByTraits([NO_TRAITS, toys, shoes], Uint32Array.from(kinds));

it("averages follow figures and categories, and leave out who is below the floor", () => {
  const peers = new SlidingPeers({ by: "category", min_sellers: 2 }, part, 4);
  const none = () => [];
  const before = traitsOf(0, 1, 1, 2, 2);
  const first = peers.at(figures([0, 1, 2, 3, 4], [0, 10, 20, 30, 9]), before, none);
  expect(first.sumsOf(toys)).toEqual({ numerator: 3, denominator: 30, sellers: 2 });
  expect(first.sumsOf(shoes)).toBeNull();

  const next = peers.at(figures([0, 5, 2, 3, 4], [0, 10, 9, 30, 12]), before, () => [1, 2, 4]);
  expect(next.sumsOf(toys)).toBeNull();
  expect(next.sumsOf(shoes)).toEqual({ numerator: 7, denominator: 42, sellers: 2 });

  const moved = peers.at(
    figures([0, 5, 2, 3, 4], [0, 10, 9, 30, 12]),
    traitsOf(0, 1, 1, 1, 2),
    none,
  );
  expect(moved.sumsOf(toys)).toEqual({ numerator: 8, denominator: 40, sellers: 2 });
  expect(moved.sumsOf(shoes)).toBeNull();
});
