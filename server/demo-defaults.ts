/** The demo that `plimsoll demo` and `npm start` make unless told otherwise. */
export const DEMO = { orders: 60_000, sellers: 150, seed: 2 } as const;
