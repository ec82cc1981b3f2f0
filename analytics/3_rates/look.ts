import type { Parameters } from "../engine/duckdb.js";
import type { Term } from "../4_standings/program/rate.js";
import { boundsOf, type Bounds, type Window } from "./window.js";

/** A window, and what was known when it was looked at. */
export interface Look {
  window: Window;
  /** What happened on this day or later does not count. */
  cutoff: string;
  /** Newest ledger batch that counts. */
  knownBatch: number;
}

interface Looked {
  term: Term;
  looks: readonly Look[];
}

const least = (values: readonly string[]) => values.reduce((a, b) => (b < a ? b : a));
const most = (values: readonly string[]) => values.reduce((a, b) => (b > a ? b : a));

const outermost = (bounds: readonly Bounds[]) => ({
  first_order: least(bounds.map(({ order }) => order.start)),
  last_order: most(bounds.map(({ order }) => order.end)),
  first_event: least(bounds.map(({ event }) => event.start)),
  last_event: most(bounds.map(({ event }) => event.end)),
});

/** The days beyond which none of some looks looks. */
export const boundsOfAll = (all: readonly Looked[]) =>
  outermost(
    all.flatMap(({ term, looks }) =>
      looks.map(({ window, cutoff }) => boundsOf(term, window, cutoff)),
    ),
  );

/** The windows of one side of a rate as its SQL reads them, and the days beyond which none looks. */
export function lookParameters(term: Term, looks: readonly Look[]) {
  const bounds = looks.map(({ window, cutoff }) => boundsOf(term, window, cutoff));
  const isByOrder = term.by === "order_date";
  const days = bounds.map(({ order, event }) => (isByOrder ? order : event));
  return {
    window_ids: looks.map((_, index) => index),
    starts: days.map(({ start }) => start),
    ends: days.map(({ end }) => end),
    cutoffs: looks.map(({ cutoff }) => cutoff),
    known_batches: looks.map(({ knownBatch }) => knownBatch),
    by_order: isByOrder,
    ...outermost(bounds),
  } satisfies Parameters;
}
