import { measures } from "../../../2_ledger/measures.js";
import type { RateRule, Scope, Term, Unit } from "../rate.js";
import { listed, plain, several } from "./text.js";

/** What a measure counts: the first line of its SQL up to the first pause, without a capital. */
export function nameOf(measure: string): string {
  if (isScore(measure)) return `${metricOf(measure)} of the scores feed`;
  const [name = ""] = (measures.get(measure)?.meaning ?? plain(measure)).split(/ ?[,(.:]/, 1);
  return name.charAt(0).toLowerCase() + name.slice(1);
}

const isScore = (measure: string) => measure.startsWith("scores.");

export const isScored = ({ measures: [first = ""] }: Term): boolean => isScore(first);

/** One short word for what a measure counts: `chargebacks_first` → "chargebacks". */
function nounOf(measure: string): string {
  if (isScore(measure)) return metricOf(measure);
  const [noun = measure] = /^(fraud_reports|deals|[a-z]+)/.exec(measure) ?? [];
  return noun === "deals" ? "orders" : plain(noun);
}

const metricOf = (measure: string) => `“${plain(measure.slice("scores.".length))}”`;

/** What a side's counts are counts of: "chargebacks", "orders with a case". */
export function nounFor(term: Term, unit: Unit): string {
  const nouns = [...new Set(term.measures.map(nounOf))];
  if (isScored(term)) return listed(nouns);
  if (unit === "items") return "items";
  if (nouns.every((noun) => noun === "orders")) return "such orders";
  if (unit !== "orders") return listed(nouns);
  const single = nouns.includes("orders")
    ? "a defect"
    : listed(
        nouns.map((noun) => `a ${noun.replace(/s$/, "")}`),
        "or",
      );
  return `orders with ${single}`;
}

/** What the rate is a share of, in few words: "orders paid". */
export function baseFor(term: Term): string {
  if (isScored(term)) return `counts of ${metricOf(term.measures[0] ?? "")}`;
  return term.measures.length === 1 ? nameOf(term.measures[0] ?? "") : "orders";
}

/** One side in full: "orders with cases opened by buyers or first chargebacks". */
export function sideInWords(term: Term, unit: Unit): string {
  const names = term.measures.map(nameOf);
  const less = term.less.length > 0 ? ` less ${listed(term.less.map(nameOf))}` : "";
  if (isScored(term)) return listed(names);
  if (unit === "amount") return `the money in ${listed(names)}${less}`;
  if (unit === "items") return `the items of ${listed(names)}${less}`;
  if (unit === "events") return `${listed(names)}${less}`;
  return listed(
    [
      ...names.filter((name) => name.startsWith("orders")),
      ...names.filter((name) => !name.startsWith("orders")).map((name) => `orders with ${name}`),
    ],
    "or",
  );
}

const REASONS: Record<string, string> = {
  non_delivery: "for non-delivery",
  not_received: "for goods not received",
  not_as_described: "for goods not as described",
  fraud: "for fraud",
  cancelled: "for cancelled orders",
  duplicate: "for duplicate payments",
  other: "for other reasons",
  buyer: "by the buyer",
  seller: "by the seller",
  platform: "by the platform",
};

const EXEMPTIONS: Record<string, string> = {
  withdrawn: "withdrawn by the buyer",
  buyer_fault: "the buyer’s own fault",
  no_fault: "nobody’s fault",
  ruled_for_seller: "ruled for the seller",
  tracking_confirmed: "delivered, as tracking proves",
  platform_borne: "paid by the platform",
  won: "won by the seller",
  prevented: "resolved before it became a dispute",
  closed: "closed",
};

/** What of a side counts: by which day, for which reasons, without what. */
export function termNotes(term: Term, side: string): string[] {
  const notes: string[] = [];
  const { reasons, exempt, month_offset: offset } = term;
  if (offset !== 0) notes.push(`The ${side} is that of ${several(-offset, "month")} before.`);
  if (reasons) {
    const only = reasons.map((reason) => REASONS[reason] ?? `of the kind “${plain(reason)}”`);
    notes.push(`In the ${side} only those ${listed(only, "or")} count.`);
  }
  if (exempt.length > 0) {
    const left = exempt.map((each) => EXEMPTIONS[each] ?? REASONS[each] ?? plain(each));
    notes.push(
      `Left out of the ${side} as soon as it is known: ${left.join("; ")}. The raw figure keeps it.`,
    );
  }
  return notes;
}

/** By which day things fall into the window. */
export function datesInWords({ numerator, denominator }: RateRule): string {
  if (isScored(numerator)) return "By the day that the scores feed gives.";
  const day = { order_date: "the day of the order", event_date: "the day on which it happened" };
  return numerator.by === denominator.by
    ? `Both by ${day[numerator.by]}.`
    : `The numerator by ${day[numerator.by]}, the denominator by ${day[denominator.by]}.`;
}

const NETWORKS: Record<string, string> = {
  visa: "Visa",
  mastercard: "Mastercard",
  amex: "American Express",
  discover: "Discover",
  other: "other networks",
};

/** Which orders a rate looks at; nothing where it looks at all. */
export function scopeInWords(scope: Scope): string[] {
  const { card_network, card_present, region, except_regions, category } = scope;
  const notes: string[] = [];
  if (card_network)
    notes.push(`Only cards of ${listed(card_network.map((name) => NETWORKS[name] ?? name))}.`);
  if (card_present) {
    const words = new Map([
      [true, "the card was present"],
      [false, "the card was not present"],
      [null, "that is not known"],
    ]);
    const ways = [false, true, null].filter((way) => card_present.includes(way));
    notes.push(
      `Only where ${listed(
        ways.map((way) => words.get(way) ?? ""),
        "or",
      )}.`,
    );
  }
  if (region) notes.push(`Only orders of ${listed(region)}.`);
  if (except_regions) notes.push(`Not orders of ${listed(except_regions)}.`);
  if (category) notes.push(`Only orders in ${listed(category)}.`);
  return notes;
}
