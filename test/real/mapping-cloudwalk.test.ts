import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readThrough, type Mapped } from "./raw-files.js";
import { hasSharedData, sharedData } from "./shared-data.js";

describe.skipIf(!hasSharedData)("the card payments through the mapping cloudwalk", () => {
  let cards: Mapped;
  beforeAll(async () => {
    cards = await readThrough("cloudwalk", [sharedData("cloudwalk/transactional-sample.csv")]);
    await cards.apply();
  });
  afterAll(() => cards.close());

  /** Orders and orders charged back, of the sellers or buyers named. */
  const counts = (by: string, among: string[]) =>
    cards.rows(`select ${by} as id, count(*) as orders, count(chargeback_id) as chargebacks
      from orders left join chargebacks using (order_id)
      where ${by} in ('${among.join("', '")}') group by all order by id`);

  it("gives the published figures as controls", async () => {
    expect(await cards.controls()).toEqual({
      transactions: "3199",
      amount: "2456233.48",
      chargebacks: "391",
      charged_back_amount: "568346.62",
      merchants: "1756",
      users: "2704",
    });
    expect(await cards.untaken()).toEqual([{ source: "transactions", rows: "0" }]);
  });

  it("carries counts and money into both feeds", async () => {
    const total = (feed: string) =>
      cards.rows(`select count(*) as rows, sum(cast(amount as decimal(18, 2))) as amount,
        count(mapping_problem) as problems from ${feed}`);
    expect(await total("orders")).toEqual([{ rows: "3199", amount: "2456233.48", problems: "0" }]);
    expect(await total("chargebacks")).toEqual([
      { rows: "391", amount: "568346.62", problems: "0" },
    ]);
  });

  it("gives each merchant and user its orders and chargebacks", async () => {
    expect(await counts("seller_id", ["17275", "4705", "1308", "53041", "77130", "49205"])).toEqual(
      [
        { id: "1308", orders: "15", chargebacks: "15" },
        { id: "17275", orders: "30", chargebacks: "22" },
        { id: "4705", orders: "22", chargebacks: "19" },
        { id: "49205", orders: "73", chargebacks: "0" },
        { id: "53041", orders: "19", chargebacks: "14" },
        { id: "77130", orders: "15", chargebacks: "13" },
      ],
    );
    expect(await counts("buyer_id", ["11750", "91637", "79054"])).toEqual([
      { id: "11750", orders: "31", chargebacks: "25" },
      { id: "79054", orders: "17", chargebacks: "15" },
      { id: "91637", orders: "22", chargebacks: "19" },
    ]);
  });

  it("keeps times as printed, so that half-open windows hold", async () => {
    const window = (day: string) =>
      cards.rows(`select count(*) as orders, count(chargeback_id) as chargebacks
        from orders left join chargebacks using (order_id)
        where cast(ordered_at as timestamp) >= date '${day}' - 7
          and cast(ordered_at as timestamp) < date '${day}'`);
    expect(await window("2019-11-20")).toEqual([{ orders: "456", chargebacks: "16" }]);
    expect(await window("2019-11-25")).toEqual([{ orders: "1198", chargebacks: "117" }]);
    expect(await window("2019-12-01")).toEqual([{ orders: "1199", chargebacks: "203" }]);
  });

  it("leaves unknown devices unknown", async () => {
    expect(await cards.rows("select count(*) as rows from orders where device_id is null")).toEqual(
      [{ rows: "830" }],
    );
  });
});
