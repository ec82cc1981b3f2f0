/** Cents as a decimal amount in major units, always with two places. */
export function money(cents: number): string {
  const rest = cents % 100;
  return `${(cents - rest) / 100}.${rest < 10 ? "0" : ""}${rest}`;
}
