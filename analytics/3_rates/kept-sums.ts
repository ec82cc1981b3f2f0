import { deserialize, serialize } from "node:v8";
import type { Database, Session } from "../engine/duckdb.js";
import { FigureMemory, type Remembered } from "./memory.js";
import { SellerPlaces, SideSums, type PackedSums } from "./side.js";

/*
 * The sums of the last standings, kept beside the ledger so that the next process need not read all of
 * it again. Each is as known at its batch, and brought up to date from there: a shortcut, never a source.
 */

interface Packed {
  /** Whose they are, in the order of the sums; null: every seller's. */
  sellers: Uint32Array | null;
  sums: readonly PackedSums[];
}

/** Keeps what is remembered under some names, and nothing else. */
export async function keepSums(
  session: Session,
  memory: FigureMemory,
  names: Iterable<string>,
): Promise<void> {
  await session.transaction(async () => {
    await session.run("delete from standings.sums");
    for (const name of names) {
      const remembered = memory.find(name);
      if (remembered)
        await session.run("insert into standings.sums values ($name, $batch, $sums)", {
          name,
          batch: remembered.knownBatch,
          sums: serialize(pack(remembered)),
        });
    }
  });
}

/** A memory of what was kept. */
export async function readKeptSums(session: Session): Promise<FigureMemory> {
  const memory = new FigureMemory();
  const rows = await session.all<{ name: string; batch_id: number; sums: Buffer }>(
    "select name, batch_id, sums from standings.sums",
  );
  for (const { name, batch_id, sums } of rows) {
    const packed = unpackable(sums);
    if (packed) memory.keep(name, unpack(packed, batch_id));
  }
  return memory;
}

/**
 * The same on its way, on a connection of its own, so that other things are read meanwhile. Whatever
 * hinders that: then nothing is remembered, and the ledger itself is read.
 */
export const keptSumsOf = (database: Database): Promise<FigureMemory> =>
  database.read(readKeptSums).catch(() => new FigureMemory());

function pack({ sellers, sums }: Remembered): Packed {
  return { sellers: sellers && Uint32Array.from(sellers), sums: sums.map((side) => side.pack()) };
}

function unpack({ sellers, sums }: Packed, knownBatch: number): Remembered {
  const keys = sellers && [...sellers];
  const places = new SellerPlaces(keys, (sums[0]?.seen.length ?? 1) - 1);
  return {
    knownBatch,
    sellers: keys && new Set(keys),
    sums: sums.map((side) => SideSums.unpack(places, side)),
  };
}

/** Null for what a newer Node wrote in a form that this one does not know. */
function unpackable(bytes: Buffer): Packed | null {
  try {
    return deserialize(bytes) as Packed;
  } catch {
    return null;
  }
}
