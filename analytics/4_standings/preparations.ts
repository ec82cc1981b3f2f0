import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import type { Figures } from "../3_rates/figures.js";
import { scoredMetric } from "../3_rates/scores.js";
import type { Window } from "../3_rates/window.js";
import { areGatesMet, isScored, ratio } from "./judge.js";
import type { LedgerView } from "./ledger-view.js";
import { companyOf, peerRatesOf } from "./peers.js";
import { rateShape } from "./program/rate.js";
import { Gates } from "./program/tier.js";
import { figuresAt, type Moment } from "./rate-figures.js";
import type { ServiceScorePreparation } from "./service-score/contract.js";
import {
  groupOf,
  preparationInWords,
  reasonInWords,
  type PeerGroup,
} from "./service-score/words.js";

/** What shops prepare by (R19), and from where on a seller's numbers call it weak: data/preparations.yaml. */
const Preparations = z.strictObject({
  peers: z.strictObject({
    by: z.enum(["category", "region", "marketplace"]),
    min_sellers: z.int().min(2),
  }),
  preparations: z.array(
    z.strictObject({
      id: z.string().regex(/^[a-z][a-z0-9_]*$/),
      name: z.string(),
      ...rateShape,
      weak: z.array(Gates).min(1).describe("Weak where all gates of any entry are met."),
      next_step: z.string(),
    }),
  ),
});
type Preparation = z.infer<typeof Preparations>["preparations"][number];

export const preparations = Preparations.parse(
  parse(readFileSync(new URL("../../data/preparations.yaml", import.meta.url), "utf8")),
);

/** Which of the preparations one seller's own numbers say are weak, at a moment. */
export async function readPreparations(
  ledger: LedgerView,
  moment: Moment,
  sellerKey: number,
): Promise<ServiceScorePreparation[]> {
  const { peers } = preparations;
  const traits = await ledger.traits();
  const own = traits.of(sellerKey);
  const sellerKeys = companyOf(peers, traits, [sellerKey]);
  const group = groupOf(peers, own);
  const views: ServiceScorePreparation[] = [];
  for (const preparation of preparations.preparations) {
    const [all] = await figuresAt(ledger.reader, preparation, [moment], { sellerKeys });
    if (!all) continue;
    const peerRate = peerRatesOf(peers, all, traits).of(own);
    views.push(viewOf(preparation, all.at(sellerKey), peerRate, group));
  }
  return views;
}

function viewOf(
  preparation: Preparation,
  { figures, window }: { figures: Figures; window: Window },
  peerRate: number | null,
  group: PeerGroup,
): ServiceScorePreparation {
  const { id, name, unit, floor, next_step } = preparation;
  const { numerator, denominator } = figures;
  const state = stateOf(preparation, figures, peerRate);
  const base = {
    preparation: id,
    name,
    state,
    numerator: numerator.judged,
    denominator: denominator.judged,
    rate: ratio(numerator.judged, denominator.judged),
    peer_rate: peerRate,
    next_step,
  };
  const asked = {
    counts: scoredMetric(preparation.denominator) === null ? unit : ("metric" as const),
    denominator: denominator.judged,
    floor: floor?.denominator ?? null,
    window_start: window.start,
    window_end: window.end,
  };
  const missing =
    denominator.judged <= 0
      ? "no_data"
      : isScored(preparation, figures)
        ? "no_peers"
        : "below_floor";
  const says =
    state === "unknown"
      ? (reasonInWords({ ...asked, state: missing }, group) ?? "")
      : preparationInWords(base, asked, group);
  return { ...base, says };
}

function stateOf(
  preparation: Preparation,
  figures: Figures,
  peerRate: number | null,
): ServiceScorePreparation["state"] {
  if (figures.denominator.judged <= 0 || !isScored(preparation, figures)) return "unknown";
  const { id, name, weak } = preparation;
  const isWeak = weak.some((gates) =>
    areGatesMet({ id, name, severity: "near", gates }, figures, { peerRate }),
  );
  if (isWeak) return "weak";
  const needPeers = weak.every(({ peer_multiple }) => peer_multiple !== undefined);
  return needPeers && peerRate === null ? "unknown" : "fine";
}
