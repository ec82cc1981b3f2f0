import { paint } from "./paint.js";

/** Programme A in ink, B in water: never by colour alone, a letter goes with it. */
export const sidePaint = { a: paint.ink, b: paint.within, both: paint.muted } as const;
