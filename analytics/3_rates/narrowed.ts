export type NumberArray = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** The same numbers in the narrowest array that holds them exactly: most counts are below 256. */
export function narrowed(values: NumberArray): NumberArray {
  let most = 0;
  for (const value of values) {
    if (!(value >= 0) || !Number.isInteger(value)) return values;
    if (value > most) most = value;
  }
  if (most < 2 ** 8) return Uint8Array.from(values);
  if (most < 2 ** 16) return Uint16Array.from(values);
  return most < 2 ** 32 ? Uint32Array.from(values) : values;
}
