import { describe, expect, it } from "vitest";
import {
  buyersFinding,
  byBuyer,
  byDayFinding,
  changesFinding,
  distributionFinding,
  explanation,
  fleetFinding,
  freshness,
  historyFinding,
  verdict,
} from "../../dashboard/findings.js";
import { days, standing } from "./rows.js";

const seller = (tier: string, surely_above: boolean, denominator = 100) => ({
  severity: tier === "within" ? ("within" as const) : ("above" as const),
  tier,
  surely_above,
  denominator,
});
const within = standing({ tier: "within", severity: "within", surely_above: false, headroom: 3 });

describe("the fleet", () => {
  it("says the truth for none, one and many", () => {
    const fine = Array.from({ length: 50 }, () => seller("within", false, 500));
    expect(fleetFinding([])).toBe("The fleet: nobody to show yet");
    expect(fleetFinding(fine)).toBe("The fleet: nobody is above a line or near one");
    expect(fleetFinding([...fine, { ...fine[0]!, severity: "near" }])).toBe(
      "The fleet: nobody is above a line, one is near one",
    );
    expect(fleetFinding([...fine, seller("at_risk", false)])).toBe(
      "The fleet: one above a line, and it may be chance",
    );
    expect(fleetFinding([...fine, seller("at_risk", true)])).toBe(
      "The fleet: one is surely above a line, nobody by chance",
    );
  });

  it("calls trouble small shops only where they are smaller than most", () => {
    const fine = Array.from({ length: 50 }, () => seller("within", false, 500));
    const sure = Array.from({ length: 12 }, () => seller("at_risk", true, 900));
    const small = Array.from({ length: 20 }, () => seller("at_risk", false, 20));
    const large = Array.from({ length: 20 }, () => seller("at_risk", false, 2000));
    expect(fleetFinding([...fine, ...sure, ...small])).toBe(
      "The fleet: most trouble is small shops and chance; twelve are neither",
    );
    expect(fleetFinding([...fine, ...sure, ...large])).toBe(
      "The fleet: most trouble may be chance; twelve are surely above a line",
    );
  });
});

describe("the distribution", () => {
  it("says where most are", () => {
    expect(distributionFinding([])).toBe("No rates to show");
    expect(distributionFinding([0.3])).toBe("The only seller is at 0.3\u202f× the line");
    expect(distributionFinding([0, 0, 0, 2])).toBe(
      "At least seven in ten have no defect at all; one of 4 reaches the line",
    );
    expect(distributionFinding([0.2, 0.4, 0.6])).toBe(
      "Half of the sellers are at 0.4\u202f× the line or more; none reaches the line",
    );
    expect(distributionFinding([3, 2, 0.5], true)).toBe("Two sellers reach the line");
  });
});

describe("the verdict", () => {
  it.each([
    [[], "Judged by no programme."],
    [[standing()], "Above the only line."],
    [[standing(), within, within], "Above one line of three."],
    [[standing(), standing()], "Above both lines."],
    [[within, within, within], "Within all three lines."],
    [[{ ...within, severity: "near" as const }, within], "Near one line of two."],
    [
      [standing({ severity: "not_scored", tier: "not_scored" })],
      "Not scored: too few orders to judge.",
    ],
    [
      [within, standing({ severity: "not_scored", tier: "not_scored" })],
      "Within one line of two, not scored in the rest.",
    ],
  ])("of %# is true", (rows, words) => expect(verdict(rows)).toBe(words));

  it("explains rate, line, chance and headroom", () => {
    expect(explanation(standing(), "60 days to 20 Nov", null)).toBe(
      "Order defect rate: 1.30\u202f% in the 60 days to 20 Nov, 98 of 7,512; the line is 1.00\u202f%. " +
        "Chance does not explain it: the whole 95\u202f% interval is above. " +
        "22 fewer would have kept it out.",
    );
    expect(explanation(within, "October 2026", null)).toContain(
      "Three more can come before the line.",
    );
    expect(explanation({ ...within, headroom: 0 }, "October 2026", null)).toContain(
      "The next one crosses it.",
    );
    expect(explanation({ ...within, headroom: null }, "October 2026", "USD")).toBe(
      "Order defect rate: 1.30\u202f% in October 2026, US$0.98 of US$75.12; the line is 1.00\u202f%.",
    );
    expect(explanation(standing({ rate: null, denominator: 0 }), "60 days to 20 Nov", null)).toBe(
      "Order defect rate saw no orders in the 60 days to 20 Nov, so there is no rate.",
    );
  });
});

describe("the history", () => {
  it("says when the line was crossed", () => {
    expect(historyFinding(days, 0.01)).toBe("It crossed the line on 21 Oct and is still above");
    expect(historyFinding(days.toReversed(), 0.01)).toMatch(/^It came below the line on /);
    expect(historyFinding(days, 0.001)).toBe("Above the line on every day shown");
    expect(historyFinding(days, 0.5)).toBe(
      "Below the line throughout; at most 1.61\u202f%, on 9 Nov",
    );
    expect(historyFinding([], 0.01)).toBe("No rate yet");
    const zeros = days.map((day) => ({ ...day, rate: 0 }));
    expect(historyFinding(zeros, 0.01)).toBe("Not one defect in the window on any day shown");
    expect(historyFinding(days, null)).toBe("The rate is 1.61\u202f%");
  });

  it("counts days, orders and changes in the right number", () => {
    const day = { day: "2026-10-01", orders: 1, defects: 0 };
    expect(byDayFinding([day])).toBe("1 order, not one defect");
    expect(byDayFinding([{ ...day, defects: 1 }])).toBe("1 order, one defect, on 1 Oct");
    expect(byDayFinding([day, { day: "2026-10-02", orders: 4, defects: 3 }])).toBe(
      "5 orders, 3 defects; most on 2 Oct (3)",
    );
    expect(changesFinding(0, false)).toBe("Nothing has changed yet");
    expect(changesFinding(0, true)).toBe("Nothing changed today");
    expect(changesFinding(1, true)).toBe("One change today");
    expect(changesFinding(40, true)).toBe("40 changes today");
  });
});

describe("the buyers", () => {
  const defect = (buyer_id: string, order_id: string, counted = true) => ({
    order_id,
    buyer_id,
    measure: "cases_opened",
    defect_id: null,
    order_date: "2026-10-01",
    event_date: "2026-10-02",
    amount: 100,
    currency: "USD",
    liability: "liable",
    reason: null,
    liable_until: null,
    counted,
    exempt_as: null,
  });

  it("counts an order once and leaves out what did not count", () => {
    const items = [defect("b", "1"), defect("b", "1"), defect("b", "2"), defect("c", "3", false)];
    expect(byBuyer(items)).toEqual([{ buyer: "b", defects: 2, isRest: false }]);
    expect(buyersFinding(byBuyer(items))).toBe("One buyer is behind all 2 orders that counted");
    expect(buyersFinding(byBuyer([defect("b", "1")]))).toBe(
      "One buyer is behind the one order that counted",
    );
    expect(buyersFinding([])).toBe("Nothing counted, so there is no buyer to name");
  });

  it("puts all beyond the first seven in one row", () => {
    const items = Array.from({ length: 12 }, (_, i) => defect(`b-${i}`, `o-${i}`));
    const rows = byBuyer([...items, defect("b-3", "o-x")]);
    expect(rows).toHaveLength(8);
    expect(rows.at(-1)).toEqual({ buyer: "5 others", defects: 5, isRest: true });
    expect(buyersFinding(rows)).toBe("One buyer accounts for 2 of 13 orders that counted");
    expect(buyersFinding(byBuyer(items))).toBe("12 orders counted, each of another buyer");
  });
});

it("calls feeds fresh, late or missing", () => {
  const feed = (name: string, latest_event_at: string | null, facts = 9) => ({
    feed: name,
    facts,
    latest_event_at,
    recorded_at: null,
  });
  const of = (...feeds: ReturnType<typeof feed>[]) =>
    freshness({ as_of: "2026-11-21", feeds }).text;
  const orders = feed("orders", "2026-11-20T23:59:00Z");
  expect(of()).toBe("no data yet");
  expect(of(feed("orders", null, 0))).toBe("no data yet");
  expect(of(orders, feed("evidence", null, 0))).toBe("all feeds fresh");
  expect(of(orders, feed("refunds", "2026-11-16T01:00:00Z"))).toBe("refunds 5 days behind");
  expect(of(feed("cases", "2026-11-01"), feed("refunds", "2026-11-16"))).toBe("2 feeds behind");
});
