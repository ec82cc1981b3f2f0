import fc from "fast-check";
import { measures } from "../../analytics/2_ledger/measures.js";
import { checkProgram } from "../../analytics/4_standings/programs.js";
import type { Program } from "../../analytics/4_standings/program.js";

/*
 * Programmes that nobody would write, of every kind and with every field, as the text of a file: what
 * the schema lets in must be judged rightly, whether a shipped programme asks for it or not.
 */

const VOLUMES = [...measures.values()].filter(({ posts }) => posts === "volumes");
const SINGLE = [...measures.values()].filter(({ posts }) => posts !== "volumes");
const names = (of: readonly { name: string }[]) => of.map(({ name }) => name);

const maybe = <T>(arbitrary: fc.Arbitrary<T>, freq = 1) =>
  fc.option(arbitrary, { nil: undefined, freq });
const some = <T>(...values: T[]) => fc.subarray(values, { minLength: 1 });

const EXEMPT = ["withdrawn", "buyer_fault", "ruled_for_seller", "won", "prevented", "fraud"];
const REASONS = ["non_delivery", "not_received", "fraud", "seller", "platform"];

const threshold = (...bounds: number[]) =>
  fc
    .tuple(
      fc.constantFrom(...bounds),
      fc.constantFrom("from", "from", "from", "above", "below", "at_most"),
    )
    .map(([bound, name]) => (name === "from" ? bound : { [name]: bound }));

const days = fc.record({
  kind: fc.constant("rolling_days"),
  days: fc.constantFrom(1, 7, 30, 60, 180),
  lag_days: fc.constantFrom(0, 0, 7, 30),
});
const months = fc.oneof(
  fc.record({ kind: fc.constant("calendar_month") }),
  fc.record({ kind: fc.constant("full_months"), months: fc.constantFrom(1, 2, 3, 12) }),
);
const weeks = fc.record({ kind: fc.constant("full_weeks"), weeks: fc.constantFrom(1, 4, 13) });
const basic = fc.oneof(days, months, weeks);
const window = (ofMonths: boolean) => {
  const one = ofMonths ? months : basic;
  const choice = fc.constantFrom("best_of", "worst_of");
  return fc.oneof(
    { weight: 3, arbitrary: one },
    fc.record({ kind: choice, windows: fc.array(one, { minLength: 2, maxLength: 3 }) }),
    fc.record({
      kind: fc.constant("adaptive"),
      probe: one,
      at_least: fc.constantFrom(1, 4, 20),
      then: one,
      otherwise: one,
    }),
  );
};

interface Drawn {
  unit: string;
  hasOffset: boolean;
  metrics: readonly string[];
}

const term = ({ unit, hasOffset, metrics }: Drawn, isBase: boolean) => {
  const posted = fc.record(
    {
      measures: isBase
        ? fc
            .tuple(
              fc.constantFrom(...names(VOLUMES)),
              fc.subarray(["cases_opened", "fraud_reports"]),
            )
            .map(([volume, more]) => [volume, ...more])
        : fc.oneof(
            { weight: 4, arbitrary: some(...names(SINGLE)) },
            fc.constantFrom(...names(VOLUMES)).map((name) => [name]),
          ),
      less:
        unit === "orders" ? fc.constant([]) : fc.subarray(["refunds_settled", "orders_cancelled"]),
      by: fc.constantFrom("order_date", "event_date"),
      month_offset: hasOffset ? fc.constantFrom(0, -1, -2) : fc.constant(0),
      reasons: isBase ? fc.constant(undefined) : maybe(some(...REASONS)),
      exempt: fc.subarray(EXEMPT),
    },
    { requiredKeys: ["measures", "by", "less", "month_offset"] },
  );
  const scored = fc.record({
    measures: fc.constantFrom(...metrics).map((metric) => [`scores.${metric}`]),
    by: fc.constant("event_date"),
  });
  return metrics.length === 0 ? posted : fc.oneof({ weight: 5, arbitrary: posted }, scored);
};

const scope = fc.record(
  {
    card_network: some("visa", "mastercard", "amex"),
    card_present: some(true, false, null),
    region: some("US", "EU", "UK", "DE"),
    except_regions: some("US", "EU"),
    category: some("toys", "books"),
  },
  { requiredKeys: [] },
);

const rate = (metrics: readonly string[]) =>
  fc
    .record({
      unit: fc.constantFrom("orders", "events", "events", "items", "amount"),
      hasOffset: fc.boolean(),
      metrics: fc.constant(metrics),
    })
    .chain((drawn) =>
      fc.record({
        unit: fc.constant(drawn.unit),
        reporting_currency: fc.constant("USD"),
        numerator: term(drawn, false),
        denominator: term(drawn, true),
        scope: fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, scope),
        window: window(drawn.hasOffset),
        floor: maybe(fc.record({ denominator: fc.constantFrom(1, 3, 10) })),
      }),
    );

const gates = (peers: boolean) =>
  fc
    .record(
      {
        rate: threshold(0.01, 0.05, 0.25, 0.5, 1),
        count: threshold(1, 2, 4),
        amount: threshold(1_000, 20_000),
        distinct_buyers: threshold(1, 2),
        denominator: threshold(1, 3, 10),
        denominator_count: threshold(1, 3, 10),
        rate_low: threshold(0.05, 0.2),
        ...(peers && { peer_multiple: threshold(0.5, 1, 1.5) }),
      },
      { requiredKeys: [] },
    )
    .filter((drawn) => Object.keys(drawn).length > 0)
    // Half of all gates would hardly ever be met together.
    .map((drawn) => Object.fromEntries(Object.entries(drawn).slice(0, 2)));

const lines = (peers: boolean) =>
  fc.oneof(
    { weight: 3, arbitrary: gates(peers).map((each) => ({ gates: each })) },
    fc.tuple(gates(peers), gates(peers)).map(([few, many]) => ({
      pieces: [
        { from: 0, gates: few },
        { from: 4, gates: many },
      ],
    })),
  );

const tier = (id: string, peers: boolean) =>
  fc
    .tuple(lines(peers), maybe(fc.constantFrom(2, 3)))
    .map(([line, periods]) => ({ id, name: id, severity: "above", ...line, periods }));
const tiers = (peers: boolean) =>
  fc.oneof(fc.tuple(tier("one", peers)), fc.tuple(tier("one", peers), tier("two", peers)));

const pointsTiers = (bounds: readonly number[]) =>
  fc.tuple(...bounds.map((bound) => threshold(bound))).map((drawn) =>
    drawn.map((points, index) => ({
      id: `level${index}`,
      name: "level",
      severity: "above",
      gates: { points },
    })),
  );

const evaluation = fc.oneof(
  fc.constant({ every: "day" }),
  fc.constant({ every: "week" }),
  fc.record({ every: fc.constant("month"), day: fc.constantFrom(1, 3, 20, 28) }),
);

const peersBy = fc.record({
  by: fc.constantFrom("category", "region", "marketplace"),
  min_sellers: fc.constantFrom(2, 4),
});

const fees = fc.record({
  currency: fc.constant("USD"),
  grace: maybe(fc.record({ months: fc.constantFrom(1, 3), within_months: fc.constantFrom(2, 6) })),
  ladder: fc.constant({
    one: [
      { from_month: 1, amount: 100 },
      { from_month: 3, amount: 700 },
    ],
  }),
  per_event: fc.subarray([
    { name: "each", amount: 11 },
    { name: "beyond two", amount: 13, over_count: 2, from_month: 2 },
    { name: "beyond a share", tiers: ["one"], amount: 17, over_rate: 0.07, until_month: 4 },
  ]),
  once: fc.constant([{ name: "review", amount: 5_000, month: 2 }]),
});

/** Everything but what is computed. */
const about = {
  id: "any",
  name: "Any",
  owner: "nobody",
  region: "anywhere",
  summary: "Anything.",
  confidence: "unverified",
  sources: [],
};

const regionOf = (peers: boolean) =>
  fc.record({
    applies_to: fc.constant({ regions: ["US", "EU"], when_unknown: true }),
    regional: tier("one", peers).map((only) => [
      { id: "other", regions: ["UK", "DE"], tiers: [only] },
    ]),
  });

const rateProgram = (metrics: readonly string[]) =>
  fc.option(peersBy, { nil: undefined, freq: 2 }).chain((peers) =>
    fc
      .record({
        own: rate(metrics),
        tiers: tiers(peers !== undefined),
        regions: maybe(regionOf(peers !== undefined)),
        evaluation: maybe(evaluation),
        fees: maybe(fees),
        clean: fc.constantFrom(1, 1, 2, 3),
      })
      .map(({ own, regions, clean, ...rest }) => ({
        kind: "rate",
        ...own,
        ...rest,
        ...regions,
        peers,
        exit: { clean_periods: clean },
      })),
  );

const pointsProgram = (metrics: readonly string[]) =>
  fc.record({
    kind: fc.constant("points"),
    // Daily points over years would only be slow.
    evaluation: evaluation.filter(({ every }) => every !== "day"),
    tiers: pointsTiers([3, 9]),
    points: fc.record({
      start: fc.constantFrom(0, 12),
      direction: fc.constantFrom("accumulate", "burn_down"),
      reset: fc.oneof(
        fc.constantFrom({ kind: "never" }, { kind: "quarter" }, { kind: "year" }),
        fc.record({ kind: fc.constant("days"), days: fc.constantFrom(1, 28, 90) }),
      ),
      rules: fc
        .tuple(rate(metrics), rate(metrics), gates(false), gates(false))
        .map(([one, two, mild, harsh]) => [
          {
            id: "first",
            name: "first",
            ...one,
            awards: [
              { name: "mild", gates: mild, points: 1 },
              { name: "harsh", gates: harsh, points: 3 },
            ],
          },
          {
            id: "second",
            name: "second",
            ...two,
            awards: [{ name: "x", gates: harsh, points: 2 }],
          },
        ]),
    }),
  });

const curve = fc.constantFrom(
  [
    [0, 1],
    [2, 0],
  ],
  [
    [0.5, 1],
    [1, 0.6],
    [2, 0.6],
    [4, -1],
  ],
  [
    [0, 0],
    [0.5, 0.5],
    [1, 1],
  ],
);

const scoreProgram = (metrics: readonly string[]) =>
  fc.record({
    kind: fc.constant("score"),
    evaluation,
    peers: peersBy,
    tiers: pointsTiers([40, 80]),
    score: fc.record({
      maximum: fc.constantFrom(10, 100),
      min_parts: fc.constantFrom(1, 2),
      parts: fc
        .array(
          fc.record({
            own: rate(metrics),
            weight: fc.constantFrom(0.1, 10, 15, 30),
            against: fc.constantFrom("peer_average", "fixed"),
            curve,
          }),
          { minLength: 1, maxLength: 3 },
        )
        .map((drawn) =>
          drawn.map(({ own, ...part }, index) => ({
            id: `part${index}`,
            name: "part",
            next_step: "Do better.",
            ...own,
            ...part,
          })),
        ),
    }),
  });

const firstTier = (drawn: object) => (drawn as { tiers: { id: string }[] }).tiers[0]?.id;

/** A second version, with or without a gap between them: other gates of the first tier, another exit. */
const changed = (drawn: object) =>
  fc
    .record({
      line: lines(false),
      points: threshold(2, 50),
      clean: fc.constantFrom(1, 2),
      from: fc.constantFrom("2025-06-15", "2025-07-01", "2025-09-01"),
    })
    .map(({ line, points, clean, from }) => {
      const isRate = (drawn as { kind: string }).kind === "rate";
      const tier = { id: firstTier(drawn), ...(isRate ? line : { gates: { points } }) };
      return {
        ...drawn,
        versions: [
          { version: "1", effective: { from: null, until: "2025-06-15" } },
          { version: "2", effective: { from }, tiers: [tier], exit: { clean_periods: clean } },
        ],
      };
    });

/** Programmes of any kind that the check lets in; metrics are those of the scores feed. */
export const anyProgram = (metrics: readonly string[]): fc.Arbitrary<Program> =>
  fc
    .oneof(
      { weight: 3, arbitrary: rateProgram(metrics) } as fc.WeightedArbitrary<object>,
      pointsProgram(metrics),
      scoreProgram(metrics),
    )
    .chain((drawn) => fc.oneof({ weight: 2, arbitrary: fc.constant(drawn) }, changed(drawn)))
    .map((drawn) => {
      const text = { ...about, version: "1", effective: { from: null }, ...drawn };
      return checkProgram(JSON.stringify(text)).program;
    })
    .filter((program) => program !== undefined);
