import { currency, date, rate, timestamp, versioning } from "./column.js";
import { defineFeed } from "./feed.js";

export const exchangeRates = defineFeed(
  "exchange_rates",
  "Optional: what currencies are worth, for programmes that compare money of several. One row per day, currency and base, which together identify it.",
  ["date", "currency", "base"],
  {
    date: date(
      "The day from which it holds, in the marketplace's own calendar: until the next one, for 7 days at most.",
    ),
    currency: currency("ISO 4217 code of the currency of which one unit is priced."),
    base: currency("ISO 4217 code of the currency in which it is priced."),
    rate: rate("Units of `base` that one unit of `currency` is worth."),
    updated_at: timestamp(
      "When this version was made; a higher value replaces a lower one. Without it the version that comes last stands.",
    ).optional(),
    deleted: versioning.deleted,
  },
);
