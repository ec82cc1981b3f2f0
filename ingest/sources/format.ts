import { open, stat } from "node:fs/promises";
import { extname } from "node:path";
import { SourceError } from "../errors.js";

export type Format = "csv" | "ndjson" | "json" | "parquet";
export type Compression = "none" | "gzip" | "zstd";

const NAMES: Record<string, Format> = {
  ".csv": "csv",
  ".tsv": "csv",
  ".txt": "csv",
  ".ndjson": "ndjson",
  ".jsonl": "ndjson",
  ".json": "json",
  ".parquet": "parquet",
};

/** The first bytes of a regular file that is not empty. */
export async function firstBytes(path: string): Promise<Buffer> {
  const info = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    throw new SourceError(
      cause.code === "ENOENT" ? `${path}: no such file` : `${path}: cannot be read (${cause.code})`,
      { cause },
    );
  });
  if (info.isDirectory())
    throw new SourceError(`${path}: is a directory; name the files in it, as in ${path}/*.csv`);
  if (!info.isFile())
    throw new SourceError(`${path}: is no regular file; write what it gives to a file first`);
  if (info.size === 0)
    throw new SourceError(
      `${path}: the file is empty; a feed without rows still has its header line`,
    );
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** What a file holds, from its first bytes; refuses one that is not what its name says. */
export function recogniseFormat(
  path: string,
  head: Buffer,
): { format: Format; compression: Compression } {
  const compression: Compression =
    head[0] === 0x1f && head[1] === 0x8b
      ? "gzip"
      : head.length >= 4 && head.readUInt32LE(0) === 0xfd2fb528
        ? "zstd"
        : "none";
  const bare = compression === "none" ? path : path.replace(/\.(gz|gzip|zst|zstd)$/i, "");
  const named = NAMES[extname(bare).toLowerCase()];
  if (compression !== "none") return { format: named ?? "csv", compression };
  if (/\.(gz|zst)$/i.test(path))
    throw new SourceError(
      `${path}: named as compressed, but its content is not; remove the ending or compress it`,
    );
  const found = sniff(path, head);
  const compatible =
    named === undefined || named === found || (named === "json" && found === "ndjson");
  if (!compatible)
    throw new SourceError(
      `${path}: named as ${named}, but its content is ${found}; rename it or export it again`,
    );
  return { format: found, compression };
}

/** ASCII in UTF-16 has a zero in every other byte. */
function looksUtf16(head: Buffer): boolean {
  const start = head.subarray(0, 64);
  const zeros = (parity: number) =>
    start.filter((byte, at) => at % 2 === parity && byte === 0).length;
  const most = Math.floor(start.length / 2);
  return most > 1 && (zeros(0) === most || zeros(1) === most);
}

function sniff(path: string, head: Buffer): Format {
  const start = head.toString("latin1");
  if (start.startsWith("PAR1")) return "parquet";
  if (start.startsWith("ARROW1"))
    throw new SourceError(`${path}: is an Arrow file; give CSV, NDJSON, JSON or Parquet`);
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff))
    throw new SourceError(`${path}: is encoded in UTF-16; save it as UTF-8`);
  if (looksUtf16(head)) throw new SourceError(`${path}: looks like UTF-16; save it as UTF-8`);
  if (head.includes(0))
    throw new SourceError(`${path}: is binary, neither CSV, NDJSON, JSON nor Parquet`);
  const first = start.replace(/^\u00ef\u00bb\u00bf/, "").trimStart()[0];
  if (first === "{") return "ndjson";
  return first === "[" ? "json" : "csv";
}
