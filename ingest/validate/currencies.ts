import codes from "currency-codes";

/** Minor units in one major unit, by ISO 4217 code: 100 for USD, 1 for JPY, 1000 for BHD. */
export const minorUnits: ReadonlyMap<string, number> = new Map(
  codes.data.map(({ code, digits }) => [code, 10 ** digits]),
);
