import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { IngestSummary } from "../../ingest/ingest.js";
import type { QuarantineRow } from "../../ingest/status.js";
import { testDirectory } from "../server/cli/directory.js";
import { complaints, json, plimsoll, type Result } from "../server/cli/plimsoll.js";

const HEADER = "order_id,seller_id,buyer_id,ordered_at,amount,currency,card_network,category";
const GOOD = "o1,s1,b1,2026-01-05T10:00:00Z,10.00,USD,visa,tea";
const LAST = "o9,s1,b1,2026-01-06T10:00:00Z,10.00,USD,visa,tea";

const at = testDirectory();
let numbered = 0;

interface Ingested {
  file: string;
  result: Result;
  quarantine: QuarantineRow[];
  orders: NonNullable<IngestSummary["feeds"]["orders"]> | undefined;
}

/** Writes a file, ingests it through the command line, and reads the quarantine back. */
async function ingest(
  name: string,
  content: string | Buffer | undefined,
  ...options: string[]
): Promise<Ingested> {
  const place = at(String(++numbered));
  mkdirSync(place);
  const file = join(place, name);
  if (content !== undefined) writeFileSync(file, content);
  const db = join(place, "test.duckdb");
  const result = await plimsoll("ingest", file, "--db", db, ...options);
  const listed = await plimsoll("quarantine", "--db", db, "--format", "json");
  return {
    file,
    result,
    quarantine: existsSync(db) ? json<QuarantineRow[]>(listed) : [],
    orders: result.stdout === "" ? undefined : json<IngestSummary>(result).feeds.orders,
  };
}

const lines = (...rows: string[]) => [HEADER, ...rows, ""].join("\n");

describe("a row that cannot be used", () => {
  const rows: [string, string, Partial<QuarantineRow>][] = [
    [
      "a wrong enum",
      "o2,s1,b1,2026-01-05,10,USD,Visa,tea",
      {
        column: "card_network",
        value: "Visa",
        reason: "not one of visa, mastercard, amex, discover, other",
      },
    ],
    [
      "an impossible date",
      "o2,s1,b1,2019-11-31,10,USD,visa,tea",
      {
        column: "ordered_at",
        value: "2019-11-31",
        reason: "not a date or time that exists, in ISO 8601 (2026-01-31 or 2026-01-31T10:00:00Z)",
      },
    ],
    [
      "a negative amount",
      "o2,s1,b1,2019-11-30,-10,USD,visa,tea",
      { column: "amount", value: "-10", reason: "negative: give the amount without a sign" },
    ],
    [
      "an unknown currency",
      "o2,s1,b1,2019-11-30,10,XXQ,visa,tea",
      {
        column: "currency",
        value: "XXQ",
        reason: "not an ISO 4217 currency code (upper case, as in USD)",
      },
    ],
    [
      "a required column left empty",
      "o2,,b1,2019-11-30,10,USD,visa,tea",
      { column: "seller_id", value: null, reason: "required, but empty" },
    ],
    [
      "a line with too few columns",
      "o2,s1,b1,2019-11-30",
      {
        column: null,
        value: "o2,s1,b1,2019-11-30",
        reason: "too few columns: the line is torn or truncated; write it again whole",
      },
    ],
  ];

  it.each(rows)(
    "%s goes to quarantine with its line; the good rows are kept",
    async (...[, row, expected]) => {
      const { file, result, quarantine, orders } = await ingest(
        "orders.csv",
        lines(GOOD, row, LAST),
      );
      expect(result.code).toBe(0);
      expect(orders).toMatchObject({ read: 3, new: 2, quarantined: 1 });
      expect(quarantine).toEqual([{ batch_id: 1, feed: "orders", file, line: 3, ...expected }]);
      expect(complaints(result)).toEqual([
        "1 row could not be used; see them with plimsoll quarantine --batch 1",
      ]);
    },
  );

  it("is a torn last line", async () => {
    const { file, orders, quarantine } = await ingest(
      "orders.csv",
      lines(GOOD) + "o2,s1,b1,2026-01",
    );
    expect(orders).toMatchObject({ read: 2, new: 1, quarantined: 1 });
    expect(quarantine).toEqual([
      {
        batch_id: 1,
        feed: "orders",
        file,
        line: 3,
        column: null,
        value: "o2,s1,b1,2026-01",
        reason: "too few columns: the line is torn or truncated; write it again whole",
      },
    ]);
  });

  it("is a torn last line of NDJSON", async () => {
    const whole = JSON.stringify({
      order_id: "o1",
      seller_id: "s1",
      buyer_id: "b1",
      ordered_at: "2026-01-05",
      amount: "10.00",
      currency: "USD",
    });
    const torn = whole.slice(0, 40);
    const { orders, quarantine } = await ingest("orders.ndjson", `${whole}\n${torn}`);
    expect(orders).toMatchObject({ read: 2, new: 1, quarantined: 1 });
    expect(quarantine).toMatchObject([
      { line: 2, column: null, value: torn, reason: "not valid JSON; is the line torn?" },
    ]);
  });

  it("is a line with Latin-1 bytes", async () => {
    const content = Buffer.from(
      lines(GOOD, "o2,s1,b1,2026-01-05,10,USD,visa,caf\u00e9", LAST),
      "latin1",
    );
    const { orders, quarantine } = await ingest("orders.csv", content);
    expect(orders).toMatchObject({ read: 3, new: 2, quarantined: 1 });
    expect(quarantine).toMatchObject([
      {
        line: 3,
        reason: "not UTF-8: export the file as UTF-8, or declare its encoding in a mapping",
      },
    ]);
  });
});

describe("exit code", () => {
  const two = lines(
    GOOD,
    "o2,s1,b1,2019-11-31,10,USD,visa,tea",
    "o3,s1,b1,2026-01-01,x,USD,visa,tea",
  );

  it("is 3 when more rows are bad than --max-bad, and the good rows are kept", async () => {
    const { result, orders } = await ingest("orders.csv", two, "--max-bad", "1");
    expect(result.code).toBe(3);
    expect(orders).toMatchObject({ new: 1, quarantined: 2 });
    expect(result.stderr).toContain("2 bad rows are more than --max-bad 1; the good rows are kept");
  });

  it("is 0 up to --max-bad", async () => {
    expect((await ingest("orders.csv", two, "--max-bad", "2")).result.code).toBe(0);
  });
});

describe("a file that cannot be read", () => {
  const good = lines(GOOD);
  const packed = gzipSync(
    lines(...Array.from({ length: 5000 }, (_, n) => GOOD.replace("o1", `o${n}`))),
  );
  const files: [string, string, string | Buffer | undefined, string][] = [
    [
      "is empty",
      "orders.csv",
      "",
      "the file is empty; a feed without rows still has its header line",
    ],
    ["is not there", "orders.csv", undefined, "no such file"],
    ["holds only empty lines", "orders.csv", "\n\n", "has no header line"],
    [
      "is UTF-16",
      "orders.csv",
      Buffer.from(`\ufeff${good}`, "utf16le"),
      "is encoded in UTF-16; save it as UTF-8",
    ],
    [
      "is UTF-16 without a mark",
      "orders.csv",
      Buffer.from(good, "utf16le"),
      "looks like UTF-16; save it as UTF-8",
    ],
    [
      "has a Latin-1 header",
      "orders.csv",
      Buffer.from(good.replace("category", "cat\u00e9gorie"), "latin1"),
      "line 1: the header line is not UTF-8; export the file as UTF-8, or declare its encoding in a mapping",
    ],
    [
      "is CSV, named Parquet",
      "orders.parquet",
      good,
      "named as parquet, but its content is csv; rename it or export it again",
    ],
    [
      "is CSV, named JSON",
      "orders.json",
      good,
      "named as json, but its content is csv; rename it or export it again",
    ],
    [
      "is Parquet, named CSV",
      "orders.csv",
      "PAR1 and more",
      "named as csv, but its content is parquet; rename it or export it again",
    ],
    [
      "is plain, named as compressed",
      "orders.csv.gz",
      good,
      "named as compressed, but its content is not; remove the ending or compress it",
    ],
    [
      "is binary",
      "orders.csv",
      Buffer.from([7, 0, 255, 1, 0, 0, 9]),
      "is binary, neither CSV, NDJSON, JSON nor Parquet",
    ],
    [
      "is a torn archive",
      "orders.csv.gz",
      packed.subarray(0, packed.length / 2),
      "the compressed file is torn (unexpected end of file); copy or compress it again",
    ],
    [
      "is a torn JSON array",
      "orders.json",
      '[{"order_id":"o1"},{"ord',
      "element 2, byte 6: not valid JSON (unexpected end of data); is it torn? write it again whole",
    ],
    [
      "is an empty JSON array",
      "orders.json",
      "[]",
      "holds no JSON object with the feed's columns as keys",
    ],
    [
      "has a column twice",
      "orders.csv",
      `${HEADER},amount\n`,
      "line 1: column amount stands twice in the header",
    ],
    [
      "lacks a required column",
      "orders.csv",
      "order_id,seller_id,ordered_at,amount,currency\no1,s1,2026-01-05,10,USD\n",
      "looks like orders, but has no column buyer_id; add it, rename yours, or give a --mapping",
    ],
    [
      "is of no feed",
      "numbers.csv",
      "a,b\n1,2\n",
      "no feed has these columns (a, b); name one with --feed, or give a --mapping",
    ],
  ];

  it.each(files)(
    "%s: one line, exit 1, nothing ingested",
    async (...[, name, content, message]) => {
      const { file, result, quarantine } = await ingest(name, content);
      expect({ code: result.code, stdout: result.stdout, said: complaints(result) }).toEqual({
        code: 1,
        stdout: "",
        said: [`plimsoll: ${file}: ${message}`],
      });
      expect(quarantine).toEqual([]);
    },
  );

  it("is a directory", async () => {
    mkdirSync(at("orders.csv"));
    const result = await plimsoll("ingest", at("orders.csv"), "--db", at("directory.duckdb"));
    expect(result.code).toBe(1);
    expect(complaints(result)).toEqual([
      `plimsoll: ${at("orders.csv")}: is a directory; name the files in it, as in ${at("orders.csv")}/*.csv`,
    ]);
  });

  it("takes the whole batch with it: all files, or none", async () => {
    writeFileSync(at("good.csv"), good);
    writeFileSync(at("bad.csv"), "");
    const db = at("batch.duckdb");
    expect((await plimsoll("ingest", at("good.csv"), at("bad.csv"), "--db", db)).code).toBe(1);
    const status = json<{ batches: number }>(
      await plimsoll("doctor", "--db", db, "--format", "json"),
    );
    expect(status.batches).toBe(0);
  });
});
