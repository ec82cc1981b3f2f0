import { describe, expect, it } from "vitest";
import { tierOf } from "../../../analytics/4_standings/judge.js";
import { judgedBy, linesFor } from "../../../analytics/4_standings/lines.js";
import { inForceOn, type ProgramVersion } from "../../../analytics/4_standings/program.js";
import { findProgram, shippedPrograms } from "../../../analytics/4_standings/programs.js";
import { figures, side } from "../../support/judging.js";

/* Both sides of every line of marketplaces, and whether each pack's confidence is that of its sources. */

interface Seller {
  region?: string | null;
  buyers?: number;
  /** Average of its peers. */
  peerRate?: number;
}

function tier(id: string, hits: number, base: number, seller: Seller = {}): string | null {
  const { region = null, buyers = hits, peerRate = null } = seller;
  const version = inForceOn(findProgram(id), "2026-11-21");
  const lines = version && linesFor(version, { region, category: null });
  if (version?.kind !== "rate" || !lines) return null;
  const found = { ...figures(hits, base), numerator: side(hits, { buyers }) };
  return tierOf(judgedBy(version, lines), found, { peerRate });
}

describe("lines", () => {
  it.each([
    ["order-defect-rate", 10, 1_000, "at_risk"],
    ["order-defect-rate", 10, 1_001, "within"],
    ["amazon-late-shipment", 40, 1_000, "at_risk"],
    ["amazon-late-shipment", 40, 1_001, "within"],
    ["amazon-cancellation", 25, 1_000, "at_risk"],
    ["amazon-cancellation", 25, 1_001, "within"],
    ["amazon-tracking", 50, 1_000, "at_risk"],
    ["amazon-tracking", 50, 1_001, "within"],
    ["ebay-unresolved-cases", 3, 1_000, "within"],
    ["ebay-unresolved-cases", 3, 999, "below_standard"],
    ["ebay-unresolved-cases", 2, 10, "within"],
    ["ebay-late-shipment", 6, 200, "within"],
    ["ebay-late-shipment", 6, 199, "not_top_rated"],
    ["ebay-late-shipment", 5, 10, "within"],
    ["etsy-case-rate", 4, 4, "not_scored"],
    ["etsy-case-rate", 4, 5, "below_standard"],
    ["etsy-case-rate", 3, 5, "within"],
    ["etsy-case-rate", 10, 1_001, "within"],
    ["etsy-late-shipping", 20, 100, "within"],
    ["etsy-late-shipping", 21, 100, "below_standard"],
    ["etsy-first-response", 80, 100, "within"],
    ["etsy-first-response", 79, 100, "below_standard"],
    ["etsy-reviews", 4, 39, "within"],
    ["etsy-reviews", 5, 39, "below_standard"],
    ["etsy-reviews", 4, 40, "below_standard"],
    ["etsy-reviews", 4, 41, "within"],
    ["deal-not-sold", 3, 120, "violation"],
    ["deal-not-sold", 3, 121, "within"],
    ["deal-not-sold", 2, 20, "within"],
    ["deal-not-sold", 9, 19, "not_scored"],
    ["deal-not-sold", 5, 100, "serious"],
    ["deal-not-sold", 4, 20, "violation"],
    ["deal-not-sold", 10, 100, "very_serious"],
    ["deal-not-sold", 9, 20, "serious"],
    ["tiktok-us-late-dispatch", 4, 100, "within"],
    ["tiktok-us-late-dispatch", 41, 1_000, "above_line"],
    ["tiktok-us-cancellation", 25, 1_000, "within"],
    ["tiktok-us-cancellation", 26, 1_000, "above_line"],
    ["tiktok-us-tracking", 5, 100, "within"],
    ["tiktok-us-tracking", 6, 100, "above_line"],
    ["tiktok-sea-late-dispatch", 249, 1_000, "within"],
    ["tiktok-sea-late-dispatch", 25, 100, "capped_at_90"],
    ["tiktok-sea-late-dispatch", 30, 100, "capped_at_70"],
    ["tiktok-sea-late-dispatch", 50, 100, "capped_at_50"],
    ["shopee-non-fulfilment", 10, 100, "above_line"],
    ["shopee-non-fulfilment", 10, 101, "within"],
    ["shopee-late-shipment", 10, 100, "strictest_line"],
    ["shopee-late-shipment", 15, 100, "every_line"],
    ["shopee-late-shipment", 9, 100, "within"],
    ["lazada-cancellation", 30, 100, "within"],
    ["lazada-cancellation", 31, 100, "limited"],
    ["lazada-cancellation", 9, 10, "within"],
    ["mercado-libre-delayed-handling", 9, 9, "not_scored"],
    ["mercado-libre-delayed-handling", 15, 100, "within"],
    ["mercado-libre-delayed-handling", 16, 100, "yellow"],
    ["mercado-libre-delayed-handling", 20, 100, "yellow"],
    ["mercado-libre-delayed-handling", 21, 100, "orange"],
    ["mercado-libre-delayed-handling", 31, 100, "red"],
  ])("%s: %d of %d are %s", (id, hits, base, expected) => {
    expect(tier(id, hits, base)).toBe(expected);
  });

  it.each(["ebay-defect-rate", "ebay-defect-rate-us", "ebay-defect-rate-uk", "ebay-defect-rate-de"])(
    "%s asks for the rate and for different buyers",
    (id) => {
      expect(tier(id, 20, 1_000)).toBe("not_top_rated");
      expect(tier(id, 21, 1_000)).toBe("below_standard");
      expect(tier(id, 21, 1_000, { buyers: 4 })).toBe("not_top_rated");
      expect(tier(id, 21, 1_000, { buyers: 3 })).toBe("within");
      expect(tier(id, 5, 1_000)).toBe("within");
      expect(tier(id, 6, 1_000)).toBe("not_top_rated");
    },
  );

  it.each([
    ["walmart-cancellation", 20, "within", "within"],
    ["walmart-cancellation", 21, "below_standard", "within"],
    ["walmart-cancellation", 30, "below_standard", "below_standard"],
    ["walmart-late-delivery", 99, "within", "within"],
    ["walmart-late-delivery", 100, "within", "below_standard"],
    ["walmart-late-delivery", 101, "below_standard", "below_standard"],
    ["walmart-tracking", 10, "within", "within"],
    ["walmart-tracking", 11, "below_standard", "within"],
    ["walmart-tracking", 150, "below_standard", "below_standard"],
    ["walmart-refunds", 60, "within", "within"],
    ["walmart-refunds", 61, "below_standard", "within"],
    ["walmart-refunds", 130, "below_standard", "below_standard"],
    ["walmart-not-received", 20, "within", null],
    ["walmart-not-received", 21, "below_standard", null],
  ])("%s: %d of 1,000 are %s in the US, %s in Canada", (id, hits, us, canada) => {
    expect(tier(id, hits, 1_000, { region: "US" })).toBe(us);
    expect(tier(id, hits, 1_000, { region: "CA" })).toBe(canada);
    expect(tier(id, hits, 1_000)).toBeNull();
  });

  it("Mercado Libre draws a line for each country, and none for others", () => {
    const claims = (hits: number) =>
      ["MX", "BR", "CL", "AR"].map((region) => tier("mercado-libre-claims", hits, 100, { region }));
    expect(claims(2)).toEqual(["within", "within", "within", null]);
    expect(claims(3)).toEqual(["below_green", "within", "within", null]);
    expect(claims(4)).toEqual(["below_green", "below_green", "within", null]);
    expect(claims(5)).toEqual(["below_green", "below_green", "below_green", null]);
  });

  it("Lazada's is for the Philippines, and for sellers of whom nothing else is known", () => {
    expect(tier("lazada-cancellation", 31, 100, { region: "PH" })).toBe("limited");
    expect(tier("lazada-cancellation", 31, 100, { region: "SG" })).toBeNull();
  });

  it.each(["not-received-rate", "not-as-described-rate", "filing-rate", "seller-responsibility"])(
    "%s compares with the category's average",
    (id) => {
      const against = (hits: number, peerRate: number) => tier(id, hits, 100, { peerRate });
      expect(against(4, 0.02)).toBe("above_average");
      expect(against(4, 0.0201)).toBe("within");
      expect(against(2, 0.001)).toBe("within");
      expect(against(8, 0.02)).toBe("far_above_average");
      expect(against(4, 0.001)).toBe("above_average");
      expect(tier(id, 8, 100)).toBe("within");
      expect(tier(id, 8, 49, { peerRate: 0.01 })).toBe("not_scored");
    },
  );
});

describe("packs", () => {
  const all: ProgramVersion[] = [...shippedPrograms.values()];
  const seen = ({ sources }: ProgramVersion, confidence: RegExp) =>
    sources.some((source) => confidence.test(source.confidence));

  it("are verified where the owner's page was seen, secondary where others were", () => {
    const wrong = all.filter(
      (program) =>
        (program.confidence === "verified" && !seen(program, /^A/)) ||
        (program.confidence === "secondary" && !seen(program, /^[AB]/)),
    );
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  it("say where they are unverified what is ours or in doubt", () => {
    const said = /\bours?\b|disagree|cut off|not seen|other figures/i;
    const silent = all.filter(
      ({ confidence, leaves_out, sources }) =>
        confidence === "unverified" &&
        ![...leaves_out, ...sources.map(({ note = "" }) => note)].some((text) => said.test(text)),
    );
    expect(silent.map(({ id }) => id)).toEqual([]);
  });

  it("name their sources, with the day on which they were read", () => {
    for (const { id, sources } of all) {
      expect([id, sources.length]).not.toEqual([id, 0]);
      for (const { retrieved } of sources) expect([id, retrieved <= "2026-11-21"]).toEqual([id, true]);
    }
  });

  it("are files of their own names", () => {
    for (const [id, program] of shippedPrograms) expect(findProgram(id)).toBe(program);
    expect([...shippedPrograms.keys()]).toEqual([...shippedPrograms.keys()].sort());
  });
});
