import { describe, expect, it } from "vitest";
import { amountOf, askedBy, firstLineOf, gateFigure, rateOf } from "../../dashboard/figures.js";
import { chance, pointsFinding, wayOut } from "../../dashboard/findings-outlook.js";
import { explanation } from "../../dashboard/findings.js";
import { byReason, groupStandings, reasonOf } from "../../dashboard/standing-groups.js";
import { GATES } from "../../analytics/4_standings/program/tier.js";
import type { GateResult } from "../../analytics/4_standings/standing.js";
import type { StandingView } from "../../server/contract/api.js";
import { standing } from "./rows.js";

const gate = (changes: Partial<GateResult>): GateResult => ({
  tier: "at_risk",
  gate: "rate",
  value: 0.013,
  comparison: ">=",
  threshold: 0.01,
  met: true,
  ...changes,
});
const money = { unit: "amount", currency: "USD" } as const;
const orders = { unit: "orders", currency: null } as const;

describe("standings of many programmes", () => {
  const none = (remarks: StandingView["remarks"]) =>
    standing({ tier: "not_scored", severity: "not_scored", remarks });

  it("are grouped by where the seller stands, in their order, a tier of any severity first", () => {
    const warned = standing({ tier: "early_warning", severity: "near" });
    const near = standing({ tier: "within", severity: "near" });
    const within = standing({ tier: "within", severity: "within" });
    const rows = [none([]), within, near, standing(), warned];
    expect(groupStandings(rows).map(({ name, rows: own }) => [name, own.length])).toEqual([
      ["in_tier", 2],
      ["near", 1],
      ["within", 1],
      ["not_scored", 1],
    ]);
    expect(groupStandings(rows)[0]?.rows).toEqual([standing(), warned]);
    expect(groupStandings([within]).map(({ name }) => name)).toEqual(["within"]);
  });

  it("that are not scored say the reason that explains most", () => {
    expect(reasonOf(none(["history_too_short", "below_floor"]))).toBe("below_floor");
    expect(reasonOf(none(["below_floor", "not_in_force"]))).toBe("not_in_force");
    expect(reasonOf(none(["history_too_short"]))).toBe("no_orders");
    const rows = [none(["not_in_force"]), none(["below_floor"]), none(["below_floor"])];
    expect(byReason(rows).map(({ reason, rows: own }) => [reason, own.length])).toEqual([
      ["below_floor", 2],
      ["not_in_force", 1],
    ]);
  });
});

describe("figures", () => {
  it("are written in the unit of their programme", () => {
    expect(amountOf(orders, 1234)).toBe("1,234");
    expect(amountOf(money, 123_456)).toBe("US$1,235");
    expect(amountOf(money, null)).toBe("–");
    expect(rateOf(standing({ rate: 0.0247 }))).toBe("2.47\u202f%");
    expect(rateOf(standing({ kind: "points", rate: null, points: 6 }))).toBe("6");
    expect(rateOf(standing({ kind: "score", rate: null, points: 87.55 }))).toBe("87.6");
  });

  it("of gates are shares, multiples, money or counts", () => {
    const written = (name: GateResult["gate"]) => gateFigure(money, { gate: name }, 250);
    expect([...GATES, "periods" as const].map((name) => [name, written(name)])).toEqual([
      ["rate", "25,000\u202f%"],
      ["count", "250"],
      ["amount", "US$2.50"],
      ["distinct_buyers", "250"],
      ["denominator", "US$2.50"],
      ["denominator_count", "250"],
      ["rate_low", "25,000\u202f%"],
      ["peer_multiple", "250\u202f×"],
      ["points", "250"],
      ["periods", "250"],
    ]);
    expect(gateFigure(orders, { gate: "denominator" }, 250)).toBe("250");
    expect(gateFigure(orders, { gate: "rate" }, null)).toBe("–");
  });

  it("of lines keep the sign of their comparison", () => {
    const asked = (comparison: GateResult["comparison"]) => askedBy(orders, gate({ comparison }));
    expect([asked(">="), asked(">"), asked("<"), asked("<=")]).toEqual([
      "≥\u00a01.00\u202f%",
      ">\u00a01.00\u202f%",
      "<\u00a01.00\u202f%",
      "≤\u00a01.00\u202f%",
    ]);
  });

  it("of a first line are the rate before its minimum, or what there is", () => {
    const minimum = gate({ gate: "denominator_count", comparison: ">", threshold: 100 });
    expect(firstLineOf(standing({ gates: [minimum, gate({})] }))).toBe("≥\u00a01.00\u202f%");
    const worse = gate({ tier: "worse", threshold: 0.5 });
    const count = gate({ gate: "count", threshold: 3 });
    expect(firstLineOf(standing({ gates: [count, worse] }))).toBe("≥\u00a03");
    expect(firstLineOf(standing({ gates: [] }))).toBeNull();
  });
});

describe("what lies ahead in words", () => {
  it("is certain only where it is, and claims no more digits than an estimate has", () => {
    expect([0, 0.000001, 0.0099, 0.01, 0.454, 0.99, 0.9999, 1].map(chance)).toEqual([
      "out of reach",
      "under 1 %",
      "under 1 %",
      "1\u202f%",
      "45\u202f%",
      "99\u202f%",
      "over 99 %",
      "certain",
    ]);
  });

  it("is the way out, and a relapse where there is one", () => {
    const to_date = { months_in_program: 1, tiers: [{ met: true }] } as never;
    const inside = { as_of: "2026-02-26", clear_on: "2026-03-02", clear_reason: null, to_date };
    expect(wayOut({ ...inside, relapse_on: null })).toBe(
      "If nothing more happened it would be out on 2 Mar 2026, in 4 days.",
    );
    expect(wayOut({ ...inside, clear_on: "2026-02-27", relapse_on: "2026-03-09" })).toBe(
      "If nothing more happened it would be out on 27 Feb 2026, in 1 day. On 9 Mar 2026 it would be in again, as good orders leave the window too.",
    );
    const never = { ...inside, clear_on: null, relapse_on: null };
    expect(wayOut({ ...never, clear_reason: "not_within_a_year" })).toBe(
      "If nothing more happened it would still be in a year from now.",
    );
    expect(wayOut({ ...never, clear_reason: "outside" })).toBe("");
  });

  it("tells of a clean month inside", () => {
    const to_date = { months_in_program: 2, tiers: [{ met: false }] } as never;
    expect(
      wayOut({
        as_of: "2026-03-11",
        clear_on: "2026-06-01",
        clear_reason: null,
        relapse_on: null,
        to_date,
      }),
    ).toMatch(/^Month 2 in the programme, and out of its tiers now\. If nothing more/);
  });

  it("speaks of points where there is no rate", () => {
    const day = (as_of: string, points: number | null) => ({ as_of, points });
    expect(pointsFinding([])).toBe("No points on any day shown");
    expect(pointsFinding([day("2026-03-01", 0), day("2026-03-02", null)])).toBe(
      "No points on any day shown",
    );
    expect(pointsFinding([day("2026-03-01", 2), day("2026-03-02", 6)])).toBe(
      "6 points, no more on any day shown",
    );
    expect(pointsFinding([day("2026-03-01", 12), day("2026-04-01", 2)])).toBe(
      "2 points now, 12 at most, on 1 Mar",
    );
    const gates = [gate({ gate: "points", value: 6, threshold: 3 })];
    const row = standing({ kind: "points", unit: "points", points: 6, rate: null, gates });
    expect(explanation(row, "any window", null)).toBe(
      "Order defect rate: 6 points; the first tier is at ≥\u00a03.",
    );
  });
});
