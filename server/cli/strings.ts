import { backtestCommand } from "./strings-backtest.js";
import { scoreCommand } from "./strings-score.js";

/*
 * Every sentence that the command line says. Names of columns and of JSON keys are no prose and stay
 * where they are used.
 */

const examples = (...lines: string[]) =>
  `\nExamples:\n${lines.map((line) => `  plimsoll ${line}`).join("\n")}`;

const tryFirst = "ingest some first (plimsoll ingest FILE…), or try plimsoll demo";

export const strings = {
  program: "The load line for marketplaces: how much dispute risk a seller can carry.",
  version: "print the version",
  rootHelp: `
Start with:
  plimsoll demo                            a marketplace to look at
  plimsoll start                           the same, with a dashboard on http://127.0.0.1:8080
  plimsoll ingest orders.csv cases.csv     your own feeds
  plimsoll report marketplace-dispute-rate where every seller stands

Exit codes: 0 done, 1 failed, 2 called wrongly, 3 more bad rows than --max-bad.
plimsoll <command> --help says more.`,

  commands: {
    ingest: {
      summary: "read feeds into the database",
      description:
        "Reads files as one batch: all of them, or none. The feed of a file is recognised by its columns. CSV, NDJSON, JSON and Parquet, plain or compressed (gzip, zstd). Rows that cannot be used go to quarantine; the good ones are kept. Prints a JSON summary.",
      help: examples(
        "ingest orders.csv cases.csv chargebacks.csv",
        "ingest export.parquet --feed orders --max-bad 100",
        "ingest olist_*.csv --mapping olist",
        "ingest shop.csv --mapping my-mapping.yaml --db shop.duckdb",
      ),
    },
    quarantine: {
      summary: "list the rows that could not be used, and why",
      description:
        "Lists file, line, column, value and reason of every row in quarantine. Mend the rows and ingest them again.",
      help: examples(
        "quarantine",
        "quarantine --feed orders --batch 3",
        "quarantine --format csv > bad.csv",
      ),
    },
    report: {
      summary: "where every seller stands in a programme",
      description:
        "Judges every seller by a programme, given by its id or as a YAML file. The day of judgement defaults to the day after the newest event.",
      help: examples(
        "report marketplace-dispute-rate",
        "report mastercard-ecm --as-of 2026-03-01 --tier excessive",
        "report order-defect-rate --format csv > standings.csv",
        "report my-programme.yaml --known-at 2026-02-15T09:00:00Z --seller S-1042 --format json",
        "report marketplace-dispute-rate --out standings.parquet",
      ),
    },
    alerts: {
      summary: "list the sellers that changed tier",
      description:
        "Judges every seller up to the newest day and lists the changes of tier, newest first. A tier is entered at its gates and left only below its exit rate, so that a seller on the line does not flap.",
      help: examples("alerts", "alerts --limit 20 --format json"),
    },
    backtest: backtestCommand,
    feeds: {
      summary: "explain the columns of the feeds",
      description:
        "Lists the columns of every canonical feed, or of one, with what they hold and mean. A star marks those that every row must have.",
      help: examples("feeds", "feeds orders", "feeds chargebacks --format json"),
    },
    seller: {
      summary: "where one seller stands in every programme",
      description:
        "One line a programme: its window, the rate against its line, tier and headroom. With --program: where the seller is heading in it.",
      help: examples(
        "seller S-1042",
        "seller S-1042 --program mastercard-ecm",
        "seller S-1042 --as-of 2026-03-01 --known-at 2026-03-02T09:00:00Z --format json",
      ),
    },
    score: scoreCommand,
    programs: {
      summary: "list, show or check programmes, or print their schema",
      description:
        "Programmes are data: YAML files that say what is counted and where the lines are.",
      help: examples(
        "programs list",
        "programs show mastercard-ecm",
        "programs show visa-vamp --version 2025-10 --format yaml > my-vamp.yaml",
        "programs check my-programme.yaml --db shop.duckdb",
        "programs schema > programme.schema.json",
      ),
    },
    generate: {
      summary: "write a made-up marketplace to files",
      description:
        "Writes every feed, and the truth behind it, as files. The same options give the same bytes. Prints a JSON summary.",
      help: examples(
        "generate --out market",
        "generate --orders 1000000 --sellers 5000 --days 730 --until 2026-01-01 --out market --format parquet",
      ),
    },
    demo: {
      summary: "fill the database with a made-up marketplace",
      description: "Generates a marketplace and ingests it as one batch. Prints a JSON summary.",
      help: examples("demo", "demo --orders 5000 --seed 7 --db trial.duckdb"),
    },
    rebuild: {
      summary: "recompute the ledger from facts, and repair it",
      description:
        "Recomputes every posting and compares both ways. Differences are posted as a new batch; with --check they are only counted and shown, and make the command fail. With --time-zone the ledger's days become those of another zone: what moves to another day is posted as a new batch, and reports of what was known before stay as they were.",
      help: examples("rebuild --check", "rebuild", "rebuild --time-zone Europe/Berlin"),
    },
    doctor: {
      summary: "say what is installed and what the database holds",
      description:
        "Versions, the database, its batches, the facts of each feed, and what is amiss; also which exchange rates the programmes lack.",
      help: examples("doctor", "doctor --format json", "doctor --programs all,my-programme.yaml"),
    },
    serve: {
      summary: "serve the HTTP API and the dashboard",
      description: "Serves a database until it is told to stop.",
      help: examples(
        "serve",
        "serve --db shop.duckdb --port 9000",
        "serve --programs mastercard-ecm,visa-vamp,my-programme.yaml",
      ),
    },
    start: {
      summary: "serve, with a demo marketplace if there is no data yet",
      description: "What npm start does: fills an empty database with the demo, then serves it.",
      help: examples("start", "start --port 9000"),
    },
  },

  options: {
    db: "database file (default: PLIMSOLL_DB, or data/plimsoll.duckdb)",
    verbose: "show the stack of an unexpected error",
    format: "how to print rows (default: by the ending of --out, or table)",
    out: "write to a file instead of stdout",
    feed: "feed of every file; recognised by the columns otherwise",
    mapping: "a shipped mapping by name, or a YAML file, for files with other columns",
    timeZone:
      "where the ledger's days begin, as in Europe/Berlin; fixed when the database is made (default: PLIMSOLL_TIME_ZONE, or UTC)",
    programs:
      "programmes that judge: ids and YAML files between commas, all for the shipped ones (default: PLIMSOLL_PROGRAMS, or all)",
    newTimeZone: "repost the ledger in the days of another time zone",
    maxBad: "exit 3 when more rows than this go to quarantine (default: no limit)",
    quarantineFeed: "only rows of this feed",
    batch: "only rows of this batch",
    limit: "at most so many rows (default: 100 in a table, all otherwise)",
    asOf: "day of judgement; what happened on it or later does not count",
    knownAt: "judge by what was known at this time (ISO 8601)",
    seller: "only this seller",
    tier: "only sellers in this tier",
    orders: "orders in all",
    sellers: "sellers in all",
    days: "days of data",
    until: "first day after the data (default: today, UTC)",
    seed: "same seed, same bytes",
    directory: "directory for the files, made if missing",
    fileFormat: "format of the files",
    force: "ingest even though the database already has orders",
    check: "only compare; exit 1 if anything differs",
    host: "address to listen on (default: HOST, or 127.0.0.1)",
    port: "port to listen on (default: PORT, or 8080)",
  },
  arguments: {
    files: "files to read",
    feed: "a feed's name; every feed when absent",
    program: "a programme's id, or a YAML file",
    seller: "the seller's id",
    programId: "a programme's id, or a YAML file",
    file: "a YAML file",
  },

  failure: (message: string) => `plimsoll: ${message}`,
  showStack: "this is a fault of Plimsoll; run again with --verbose to see where",
  wholeNumber: (least: number, most: number) =>
    `Give a whole number from ${least}${most < Number.MAX_SAFE_INTEGER ? ` to ${most}` : ""}.`,
  date: "Give a day that exists, as in 2026-01-31.",
  moment: "Give a time in ISO 8601, as in 2026-01-31T10:00:00Z.",
  binaryOnTerminal: (format: string) =>
    `${format} is not for a terminal: name a file with --out, or send it on with > or |`,
  written: (rows: number, file: string) => `${rows} rows written to ${file}`,
  cannotRead: (file: string, code: string) => `${file}: cannot be read (${code})`,
  cannotWrite: (file: string, code: string) => `${file}: cannot be written (${code})`,

  noDatabase: (path: string) => `there is no database ${path}: ${tryFirst}`,
  emptyDatabase: (path: string) => `${path} has no orders: ${tryFirst}`,
  notPlimsoll: (path: string) => `${path} is no database of Plimsoll: name another with --db`,
  otherSchema: (path: string, found: number, needed: number) =>
    `${path} has schema ${found}, this Plimsoll needs ${needed}: ingest into a new file with --db`,

  unknownFeed: (feed: string, known: readonly string[]) =>
    `no feed is called ${feed}; there are ${known.join(", ")}`,
  feedWithMapping:
    "a mapping says itself which feeds its files hold: leave out --feed or --mapping",
  reading: (file: string, number: number, total: number) =>
    `reading ${file} (${number} of ${total})`,
  settling: "settling versions",
  posting: "posting to the ledger",
  keeping: "summing up for standings",
  notKept: (why: string) =>
    `all is ingested, but the sums of standings could not be kept, so the next report reads the whole ledger: ${why}`,
  ignoredColumns: (file: string, columns: readonly string[]) =>
    `${file}: ignored ${columns.length === 1 ? "an unknown column" : "unknown columns"}: ${columns.join(", ")}`,
  quarantined: (rows: number, batch: number) =>
    `${rows} ${rows === 1 ? "row" : "rows"} could not be used; see them with plimsoll quarantine --batch ${batch}`,
  tooManyBad: (rows: number, most: number) =>
    `${rows} bad ${rows === 1 ? "row is" : "rows are"} more than --max-bad ${most}; the good rows are kept`,
  noQuarantine: "no row is in quarantine",
  noAlerts: "no seller has changed tier in the days looked at",
  firstOf: (shown: number, total: number) =>
    `the first ${shown} of ${total} rows; see more with --limit`,

  asOf: (day: string) =>
    `as of ${day}, the day after the newest event, so that everything counts; choose another with --as-of`,
  judged: (name: string, version: string, from: string, until: string, days: number) =>
    `${name} (${version}), window ${from} to before ${until}, ${days} days`,
  nothingKnown: (time: string) => `nothing had been recorded by ${time}: give a later --known-at`,
  noSeller: (id: string) => `no order of a seller ${id} is known`,
  noTier: (program: string, tier: string, known: readonly string[]) =>
    `${program} has no tier ${tier}; it has ${known.join(", ")}`,
  unverified: (program: string, confidence: string) =>
    `${program}: its figures are ${confidence}; see plimsoll programs show ${program}`,

  generating: "generating orders",
  hasOrders: (path: string) =>
    `${path} already has orders: name a new file with --db, or add the demo to them with --force`,
  comparing: "comparing the ledger with the facts",
  ledgerDiffers: (count: number) =>
    `the ledger differs from the facts in ${count} postings; repair it with plimsoll rebuild`,
  firstDifferences: (shown: number, total: number) => `the first ${shown} of ${total} differences:`,
  checkWithTimeZone: "--check changes nothing: leave out --check or --time-zone",
  reposting: (zone: string) => `reposting the ledger in the days of ${zone}`,
  repaired: (batch: number) => `posted as batch ${batch}`,
};
