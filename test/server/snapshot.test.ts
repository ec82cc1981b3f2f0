import { describe, expect, it } from "vitest";
import { readLedgerState } from "../../analytics/4_standings/overview.js";
import type { Database, Session } from "../../analytics/engine/duckdb.js";
import { Snapshots } from "../../server/snapshot/snapshot.js";
import { orderRow, programs, testServer } from "./support.js";

const server = await testServer();
const today = () => "2026-04-01";

/** A database whose readers wait until they are let go before they look for the usual day. */
function slowly(database: Database) {
  const waiting: (() => void)[] = [];
  const wait = () => new Promise<void>((go) => waiting.push(go));
  const slow = (session: Session) => {
    let hasWaited = false;
    return new Proxy(session, {
      get(target, name: keyof Session) {
        if (name === "one")
          return async (sql: string, values?: Parameters<Session["one"]>[1]) => {
            if (sql.includes("greatest(") && !hasWaited) await wait();
            hasWaited ||= sql.includes("greatest(");
            return target.one(sql, values);
          };
        return target[name].bind(target);
      },
    });
  };
  const read: Database["read"] = (work) => database.read((session) => work(slow(session)));
  const held = async (count: number) => {
    while (waiting.length < count) await new Promise((tick) => setTimeout(tick, 1));
  };
  return { database: { read } as Database, waiting, held };
}

describe("a snapshot", () => {
  it("is of the newest batch, however slow another reader is that began before it", async () => {
    await server.post("orders", [orderRow("a")]);
    const { database, waiting, held } = slowly(server.database);
    const snapshots = new Snapshots(database, programs, today);
    const early = snapshots.get();
    await held(1);
    await server.post("orders", [orderRow("b", { seller_id: "bob" })]);
    const late = snapshots.get();
    await held(2);
    const [goEarly, goLate] = waiting.splice(0);
    goEarly?.();
    expect([(await early).batchId, (await early).bySeller.size]).toEqual([1, 1]);
    goLate?.();
    expect([(await late).batchId, (await late).bySeller.size]).toEqual([2, 2]);
  });

  it("is made once for readers at the same time, and kept", async () => {
    const snapshots = new Snapshots(server.database, programs, today);
    const [one, two] = await Promise.all([snapshots.get(), snapshots.get()]);
    expect(two.byProgram).toBe(one.byProgram);
    expect(await snapshots.get()).toBe(one);
    for (const day of ["11", "12", "13", "14"]) await snapshots.get({ asOf: `2026-01-${day}` });
    expect(await snapshots.get()).not.toBe(one);
  });

  it("tells each seller's worst standing as its list of all does, and counts what its views show", async () => {
    const { worst, bySeller, byProgram, counts } = await new Snapshots(
      server.database,
      programs,
      today,
    ).get();
    expect([...worst]).toEqual([...bySeller].map(([id, [first]]) => [id, first]));
    for (const [program, { tiers }] of counts) {
      const shown = [...(byProgram.get(program)?.values() ?? [])].map(({ tier }) => tier);
      for (const [tier, sellers] of tiers)
        expect(shown.filter((each) => each === tier)).toHaveLength(sellers);
    }
  });

  it("and what is read beside it are of one batch, whatever is committed meanwhile", async () => {
    const snapshots = new Snapshots(server.database, programs, today);
    const orders = await snapshots.read({}, async (snapshot, session) => {
      const before = await readLedgerState(session, snapshot.asOf, snapshot.batchId);
      await server.post("orders", [orderRow("c"), orderRow("d")]);
      return [before, await readLedgerState(session, snapshot.asOf, snapshot.batchId)];
    });
    expect(orders[1]).toEqual(orders[0]);
    expect(orders[0]?.orders_30d).toBe(2);
  });

  it("that could not be made is made the next time", async () => {
    let isBroken = true;
    const read: Database["read"] = (work) =>
      server.database.read((session) => {
        const all: Session["all"] = (...query) =>
          isBroken ? Promise.reject(new RangeError("out of memory")) : session.all(...query);
        return work(
          new Proxy(session, {
            get: (target, name: keyof Session) =>
              name === "all" ? all : target[name].bind(target),
          }),
        );
      });
    const snapshots = new Snapshots({ read } as Database, programs, today);
    await expect(snapshots.get()).rejects.toThrow("out of memory");
    isBroken = false;
    expect((await snapshots.get()).bySeller.size).toBe(2);
  });

  it("leaves what it was made of to the next process, where that is worth it", async () => {
    const kept = () =>
      server.database.read(async (session) => {
        const rows = await session.all<{ batch_id: number }>("from standings.sums");
        return new Set(rows.map(({ batch_id }) => batch_id));
      });
    const one = new Snapshots(server.database, programs, today);
    await one.keep(0);
    expect(await kept()).toEqual(new Set());
    const { batchId, worst } = await one.get();
    await one.get({ asOf: "2026-01-15" });
    await one.keep();
    expect(await kept()).toEqual(new Set());
    await one.keep(1);
    expect(await kept()).toEqual(new Set([batchId]));
    const next = await new Snapshots(server.database, programs, today).get();
    expect([...next.worst]).toEqual([...worst]);
  });

  it("of an older batch than the newest shows what was known then", async () => {
    const snapshots = new Snapshots(server.database, programs, today);
    const newest = await snapshots.get();
    const [first] = await Promise.all([1, 2].map((batchId) => snapshots.get({ batchId })));
    expect(first?.bySeller.size).toBe(1);
    expect(await snapshots.get({ batchId: newest.batchId + 5 })).toBe(await snapshots.get());
  });
});
