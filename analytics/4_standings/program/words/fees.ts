import type { ProgramVersion } from "../../program.js";
import type { Fees } from "../fees.js";
import { baseFor } from "./side.js";
import { capital, listed, money, number, percent, several } from "./text.js";

/** What a month in a tier costs, one sentence a fee. */
export function feesInWords(version: ProgramVersion): string[] {
  const { fees, tiers } = version;
  if (!fees) return [];
  const base = version.kind === "rate" ? baseFor(version.denominator) : "the denominator";
  const nameOf = (id: string) => tiers.find((tier) => tier.id === id)?.name ?? id;
  const { currency, grace, ladder, per_event, once, note } = fees;
  return [
    ...Object.entries(ladder).map(
      ([tier, steps]) =>
        `${capital(nameOf(tier))}, each month: ${listed(
          steps.map(
            ({ from_month, amount }) => `${money(amount, currency)} from month ${from_month}`,
          ),
        )}.`,
    ),
    ...per_event.map((each) => perEvent(each, { currency, base, nameOf })),
    ...once.map(
      ({ name, amount, month }) =>
        `${capital(name)}: ${money(amount, currency)}, once, in month ${month}.`,
    ),
    ...(grace
      ? [
          `Free in the first ${several(grace.months, "month")}, if the seller was in no tier in the ${several(grace.within_months, "month")} before.`,
        ]
      : []),
    ...(note === undefined ? [] : [note]),
  ];
}

function perEvent(
  {
    name,
    tiers,
    amount,
    over_count,
    over_rate,
    from_month,
    until_month,
  }: Fees["per_event"][number],
  { currency, base, nameOf }: { currency: string; base: string; nameOf: (id: string) => string },
): string {
  const parts = [`${money(amount, currency)} each`];
  if (over_count !== undefined && over_count > 0)
    parts.push(`beyond the first ${number(over_count)}`);
  if (over_rate !== undefined) parts.push(`beyond ${percent(over_rate)} of ${base}`);
  const only = tiers ? ` (${listed(tiers.map(nameOf))})` : "";
  const months =
    until_month !== undefined
      ? `, in months ${from_month} to ${until_month}`
      : from_month > 1
        ? `, from month ${from_month}`
        : "";
  return `${capital(name)}${only}: ${parts.join(" ")}${months}.`;
}
