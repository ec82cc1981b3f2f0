import { createReadStream } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { SourceError } from "../errors.js";
import type { Compression } from "./format.js";

/** Refuses a compressed file that ends too early: its reader would stop there without a word. */
export async function requireWhole(path: string, compression: Compression): Promise<void> {
  const fault = compression === "zstd" ? await zstdFault(path) : await gzipFault(path);
  if (fault === null) return;
  throw new SourceError(
    `${path}: the compressed file is torn (${fault.message}); copy or compress it again`,
    { cause: fault },
  );
}

async function gzipFault(path: string): Promise<Error | null> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  return pipeline(createReadStream(path), createGunzip(), nowhere).then(
    () => null,
    (error: Error) => error,
  );
}

const FRAME = 0xfd2fb528;
const SKIPPABLE = 0x184d2a50;

/** Node 20 knows no zstd, but frames say how long their blocks are (RFC 8878, 3.1.1). */
async function zstdFault(path: string): Promise<Error | null> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    let at = 0;
    while (at < size) at = await frameEnd(file, at);
    return at === size ? null : new RangeError("unexpected end of file");
  } catch (error) {
    return error as Error;
  } finally {
    await file.close();
  }
}

async function frameEnd(file: FileHandle, start: number): Promise<number> {
  const magic = (await bytes(file, start, 4)).readUInt32LE(0);
  if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE)
    return start + 8 + (await bytes(file, start + 4, 4)).readUInt32LE(0);
  if (magic !== FRAME) throw new RangeError("no frame where one should begin");
  const descriptor = (await bytes(file, start + 4, 1)).readUInt8(0);
  const isSingle = (descriptor & 32) !== 0;
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const contentSize = [isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  let at = start + 5 + (isSingle ? 0 : 1) + dictionary + contentSize;
  for (;;) {
    const header = (await bytes(file, at, 3)).readUIntLE(0, 3);
    const isRunLength = ((header >> 1) & 3) === 1;
    at += 3 + (isRunLength ? 1 : header >> 3);
    if ((header & 1) === 1) return at + ((descriptor & 4) !== 0 ? 4 : 0);
  }
}

async function bytes(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at);
  if (bytesRead < length) throw new RangeError("unexpected end of file");
  return buffer;
}
