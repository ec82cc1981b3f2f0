import { deserialize, serialize } from "node:v8";
import type { Database, Session } from "../engine/duckdb.js";
import { codeFingerprint } from "../fingerprint.js";
import { FigureMemory, type Remembered } from "./memory.js";
import { SellerPlaces, SideSums, type PackedSums } from "./side.js";

/*
 * What the last standings were made of, kept beside the ledger so that the next process need not read
 * all of it again. Sums are as known at their batch, and brought up to date from there; other code than
 * that which kept them passes them over. A shortcut, never a source.
 */

interface PackedSides {
  /** Whose they are, in the order of the sums; null: every seller's. */
  sellers: Uint32Array | null;
  sums: readonly PackedSums[];
}

/** Sums, or a fact of exactly one batch. */
type Packed = PackedSides | { fact: unknown };

/** Keeps what is remembered under some names, facts, and nothing else. */
export async function keepSums(
  session: Session,
  memory: FigureMemory,
  names: Iterable<string>,
): Promise<void> {
  const keep = (name: string, batch: number, packed: Packed) =>
    session.run("insert into standings.sums values ($name, $batch, $code, $kept)", {
      name,
      batch,
      code: codeFingerprint(),
      kept: serialize(packed),
    });
  await session.transaction(async () => {
    await session.run("delete from standings.sums");
    for (const name of names) {
      const remembered = memory.find(name);
      if (remembered) await keep(name, remembered.knownBatch, pack(remembered));
    }
    for (const [name, { knownBatch, value }] of memory.facts)
      await keep(name, knownBatch, { fact: value });
  });
}

/** A memory of what was kept. */
export async function readKeptSums(session: Session): Promise<FigureMemory> {
  const memory = new FigureMemory();
  const rows = await session.all<{ name: string; batch_id: number; code: string; kept: Buffer }>(
    "select name, batch_id, code, kept from standings.sums",
  );
  for (const { name, batch_id: knownBatch, code, kept } of rows) {
    const packed = code === codeFingerprint() ? unpackable(kept) : null;
    if (!packed) continue;
    if ("fact" in packed) memory.facts.set(name, { knownBatch, value: packed.fact });
    else memory.keep(name, unpack(packed, knownBatch));
  }
  return memory;
}

/**
 * The same on its way, on a connection of its own, so that other things are read meanwhile. Whatever
 * hinders that: then nothing is remembered, and the ledger itself is read.
 */
export const keptSumsOf = (database: Database): Promise<FigureMemory> =>
  database.read(readKeptSums).catch(() => new FigureMemory());

function pack({ sellers, sums }: Remembered): PackedSides {
  return { sellers: sellers && Uint32Array.from(sellers), sums: sums.map((side) => side.pack()) };
}

function unpack({ sellers, sums }: PackedSides, knownBatch: number): Remembered {
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
