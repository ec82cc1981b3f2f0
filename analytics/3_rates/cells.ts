import { groupsBy } from "./groups.js";
import type { Look } from "./look.js";
import { boundsOf, EVER, type Window } from "./window.js";
import type { Term } from "../4_standings/program/rate.js";

/** Days that some windows share, with what was known when they were looked at. */
export interface Cell extends Window {
  cutoff: string;
  knownBatch: number;
}

/**
 * The days that a look counts, on the term's own date. By the day of the event the cutoff only ends
 * the window sooner, so that looks at different days can share cells; unless what is exempt depends
 * on what was known.
 */
export function daysOf(term: Term, { window, cutoff, knownBatch }: Look): Cell {
  const { order, event } = boundsOf(term, window, cutoff);
  if (term.by === "order_date") return { ...order, cutoff, knownBatch };
  return { ...event, cutoff: term.exempt.length > 0 ? cutoff : EVER.end, knownBatch };
}

/** Windows cut where any of them begins or ends, so that each is some of the cells, and whole. */
export class Cells {
  readonly cells: readonly Cell[];
  readonly #places = new Map<string, readonly number[]>();

  constructor(windows: readonly Cell[]) {
    const byKnown = groupsBy(windows, ({ cutoff, knownBatch }) => `${cutoff} ${knownBatch}`);
    this.cells = byKnown.flatMap(cut);
    for (const window of windows) {
      const places = [...this.cells.keys()].filter((at) =>
        isWithin(this.cells[at] as Cell, window),
      );
      this.#places.set(JSON.stringify(window), places);
    }
  }

  /** As SQL reads them. */
  parameters() {
    return {
      cell_ids: [...this.cells.keys()],
      starts: this.cells.map(({ start }) => start),
      ends: this.cells.map(({ end }) => end),
      cutoffs: this.cells.map(({ cutoff }) => cutoff),
      known_batches: this.cells.map(({ knownBatch }) => knownBatch),
    };
  }

  /** The cells that a window is made of. */
  of(window: Cell): readonly number[] {
    return this.#places.get(JSON.stringify(window)) ?? [];
  }
}

/** Windows of one cutoff and batch. */
function cut(windows: readonly Cell[]): Cell[] {
  const days = [...new Set(windows.flatMap(({ start, end }) => [start, end]))].sort();
  return days.slice(1).flatMap((end, index) => {
    const cell = { ...(windows[0] as Cell), start: days[index] as string, end };
    return windows.some((window) => isWithin(cell, window)) ? [cell] : [];
  });
}

const isWithin = (cell: Cell, window: Cell) =>
  window.start <= cell.start &&
  cell.end <= window.end &&
  cell.cutoff === window.cutoff &&
  cell.knownBatch === window.knownBatch;
