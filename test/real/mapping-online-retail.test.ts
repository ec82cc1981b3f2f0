import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readThrough, type Mapped, type Row } from "./raw-files.js";
import { hasSharedData, sharedData } from "./shared-data.js";

describe.skipIf(!hasSharedData)("online_retail_by_day through the mapping online-retail", () => {
  let retail: Mapped;
  beforeAll(async () => {
    retail = await readThrough("online-retail", [sharedData("online_retail_by_day/*.csv")]);
    await retail.apply("orders");
  });
  afterAll(() => retail.close());

  /** Orders settled and orders cancelled, by what stands in `by`. */
  const ratios = (by: string, among: string[]) =>
    retail.rows(`select ${by} as key, count(paid_at) as settled, count(cancelled_at) as cancelled
      from orders where key in ('${among.join("', '")}') group by key order by settled desc`);

  it("gives the published figures as controls", async () => {
    expect(await retail.controls()).toEqual({
      lines: "541909",
      invoices: "25900",
      cancel_invoices: "3836",
      cancel_lines: "9288",
      adjustment_invoices: "3",
      customers: "4372",
      lines_without_customer: "135080",
      net_amount: "9747747.934",
      cancelled_amount: "-896812.49",
      adjustment_amount: "-11062.06",
    });
  });

  it("makes one order of each invoice and loses none", async () => {
    expect(
      await retail.rows(`select count(*) as rows, count(distinct order_id) as orders,
        count(paid_at) as settled, count(cancelled_at) as cancelled,
        count(*) filter (order_id not like 'C%' and order_id not like 'A%') as sales,
        count(*) filter (amount = '0') as without_value,
        count(mapping_problem) as problems from orders`),
    ).toEqual([
      {
        rows: "25900",
        orders: "25900",
        settled: "22064",
        cancelled: "3836",
        sales: "22061",
        without_value: "2105",
        problems: "0",
      },
    ]);
    expect(await retail.untaken()).toEqual([{ source: "lines", rows: "0" }]);
  });

  it("ties money from the files to the feed: sales - cancelled + adjustments + rounding", async () => {
    const [money] = await retail.rows(`select
      sum(cast(amount as decimal(18, 2))) filter (paid_at is not null) as settled,
      sum(cast(amount as decimal(18, 2))) filter (cancelled_at is not null) as cancelled
      from orders`);
    expect(money).toEqual({ settled: "10655622.48", cancelled: "896812.49" });
    // 10,655,622.48 - 896,812.49 - 11,062.06 + 4 x 0.001 of four prices of 0.001
    const thousandths = 10_655_622_480n - 896_812_490n - 11_062_060n + 4n;
    expect(thousandths).toBe(9_747_747_934n);
  });

  it("gives cancel invoices / order invoices by month", async () => {
    const month = "ordered_at[1:7]";
    const [november, december, january] = await ratios(month, ["2010-12", "2011-01", "2011-11"]);
    expect(december).toEqual({ key: "2010-12", settled: "1699", cancelled: "326" });
    expect(january).toEqual({ key: "2011-01", settled: "1216", cancelled: "260" });
    expect(november).toEqual({ key: "2011-11", settled: "3021", cancelled: "441" });
    const ratio = (row?: Row) => Number(row?.["cancelled"]) / Number(row?.["settled"]);
    expect(ratio(december)).toBeCloseTo(0.191878, 6);
    expect(ratio(november)).toBeCloseTo(0.145978, 6);
  });

  it("gives them by country, the three bad-debt invoices being orders of the UK", async () => {
    expect(await ratios("seller_id", ["United Kingdom", "Germany", "EIRE"])).toEqual([
      { key: "United Kingdom", settled: "20122", cancelled: "3372" },
      { key: "Germany", settled: "457", cancelled: "146" },
      { key: "EIRE", settled: "288", cancelled: "72" },
    ]);
  });

  it("finds the serial refunders by their customer number", async () => {
    expect(await ratios("buyer_id", ["14911", "17841", "14606"])).toEqual([
      { key: "14911", settled: "201", cancelled: "47" },
      { key: "17841", settled: "124", cancelled: "45" },
      { key: "14606", settled: "93", cancelled: "35" },
    ]);
    expect(
      await retail.rows(`select count(distinct buyer_id) as buyers from orders
        where buyer_id not like 'guest-%'`),
    ).toEqual([{ buyers: "4372" }]);
  });

  it("groups within a file, which is safe as no invoice is in two files or has two customers", async () => {
    expect(
      await retail.rows(`select max(files) as files, max(customers) as customers,
        max(countries) as countries, sum(cast(minutes > 1 as integer)) as over_a_minute
        from (select count(distinct source_file) as files, count(distinct InvoiceDate) as minutes,
          count(distinct coalesce(CustomerID, '')) as customers,
          count(distinct Country) as countries
          from ${retail.tables["lines"]} group by InvoiceNo)`),
    ).toEqual([{ files: "1", customers: "1", countries: "1", over_a_minute: "43" }]);
  });

  it("gives the same orders for a file that is read twice, under another name", async () => {
    const lines = retail.tables["lines"];
    await retail.rows("create table once as select * exclude (source_file) from orders");
    await retail.apply("orders", {
      lines: `(from ${lines} union all
        select * replace ('copy of ' || source_file as source_file) from ${lines})`,
    });
    expect(await retail.rows("select count(*) as rows from orders")).toEqual([{ rows: "51800" }]);
    expect(
      await retail.rows(`select count(*) as differing from (
        (select distinct * exclude (source_file) from orders except from once)
        union all (from once except select * exclude (source_file) from orders))`),
    ).toEqual([{ differing: "0" }]);
    await retail.apply("orders");
  });
});
