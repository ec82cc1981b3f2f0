import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { basename, extname } from "node:path";
import { fileURLToPath } from "node:url";
import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";

const root = fileURLToPath(new URL("..", import.meta.url));
const files = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" })
  .split("\0")
  .filter((file) => file !== "" && existsSync(root + file));
const typescript = files.filter((file) => /\.tsx?$/.test(file));
const product = typescript.filter((file) => !file.startsWith("test/"));
const sql = files.filter((file) => /^analytics\/.*\.sql$/.test(file));

const TOP_LEVEL =
  /^(\..+|ingest|analytics|server|dashboard|test|data|package(-lock)?\.json|tsconfig\.json|README\.md|LICENSE)$/;
const BINARY = [".parquet", ".arrow", ".png", ".woff2", ".gz", ".ico"];
// Spelt in parts, so that this file does not hold what it forbids.
const MACHINE_PATH = new RegExp(`(^|[^\\w.~)}-])/(${["work", "root"].join("|")})/`);
const REGISTRY = new RegExp(["registry", "(npmjs|yarnpkg|npmmirror)"].join("\\."));

const text = (file: string): string => readFileSync(root + file, "utf8");
const holding = (pattern: RegExp, among: string[]): string[] =>
  among.filter((file) => pattern.test(text(file)));
const outside = (places: string[], among: string[]): string[] =>
  among.filter((file) => !places.some((place) => file.startsWith(place)));

describe("tree", () => {
  it("keeps the top level to what a reader is told to expect", () => {
    const top = new Set(files.map((file) => file.split("/")[0]!));
    expect([...top].filter((name) => !TOP_LEVEL.test(name))).toEqual([]);
  });

  it("names files in kebab-case, and SQL files after their table", () => {
    const wrong = files.filter((file) => {
      const name = basename(file);
      if (/\.tsx?$/.test(name)) return !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*\.tsx?$/.test(name);
      if (name.endsWith(".sql")) return !/^[a-z0-9]+([_-][a-z0-9]+)*\.sql$/.test(name);
      return !/^(\.?[a-z0-9][a-z0-9._-]*|README\.md|LICENSE(\.[a-z0-9-]+)?)$/.test(name);
    });
    expect(wrong).toEqual([]);
  });

  it("keeps files small: TypeScript 250 lines, tests 400, SQL 100", () => {
    const long = [...typescript, ...files.filter((file) => file.endsWith(".sql"))].flatMap(
      (file) => {
        const lines = text(file).split("\n").length - 1;
        const most = file.endsWith(".sql") ? 100 : file.startsWith("test/") ? 400 : 250;
        return lines > most ? [`${file}: ${lines}`] : [];
      },
    );
    expect(long).toEqual([]);
  });

  it("holds no path of a machine and no registry host", () => {
    const readable = files.filter((file) => !BINARY.includes(extname(file)));
    expect(holding(MACHINE_PATH, readable)).toEqual([]);
    expect(holding(REGISTRY, readable)).toEqual([]);
  });
});

describe("packages", () => {
  const versions = z.record(z.string(), z.string());
  const manifest = z
    .object({ dependencies: versions, devDependencies: versions })
    .parse(JSON.parse(text("package.json")));

  it("are pinned exactly", () => {
    const all = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  it("are installed and tested by the README's own command, as CI does", () => {
    for (const file of files.filter((name) => name === "README.md")) {
      expect(text(file)).toContain("npm ci && npm test");
    }
    expect(text(".ci/run")).toMatch(/"npm ci"\n.*"npm test"/);
  });

  it("are locked by hash, not by address", () => {
    expect(text("package-lock.json")).not.toContain('"resolved"');
  });
});

describe("code", () => {
  it("reads the environment in one place", () => {
    expect(outside(["server/config.ts"], holding(/process\.env/, product))).toEqual([]);
  });

  it("opens DuckDB in one place", () => {
    const places = ["analytics/engine/"];
    expect(outside(places, holding(/DuckDBInstance/, product))).toEqual([]);
  });

  it("throws errors that say what failed", () => {
    const sides = product.filter((file) => /^(ingest|analytics|server)\//.test(file));
    expect(holding(/throw new Error\(/, sides)).toEqual([]);
  });
});

describe("SQL", () => {
  let connection: DuckDBConnection;
  let instance: DuckDBInstance;
  beforeAll(async () => {
    instance = await DuckDBInstance.create(":memory:", { autoload_known_extensions: "false" });
    connection = await instance.connect();
  });
  afterAll(() => {
    connection.closeSync();
    instance.closeSync();
  });

  it("says in two lines what a row is and what makes it one", () => {
    const headless = sql.filter((file) => {
      const [row, grain] = text(file).split("\n");
      return !/^-- \S/.test(row ?? "") || !/^-- grain: \S/.test(grain ?? "");
    });
    expect(headless).toEqual([]);
  });

  it("has no clock", () => {
    const clock = /\b(now|today|get_current_timestamp)\s*\(|\bcurrent_(date|time|timestamp)\b/i;
    expect(sql.filter((file) => clock.test(uncommented(file)))).toEqual([]);
  });

  it("is one SELECT a file, as DuckDB parses it", async () => {
    const wrong: string[] = [];
    for (const file of sql) {
      if (uncommented(file).includes(";")) wrong.push(`${file}: has a semicolon`);
      const parsed = await parse(connection, text(file));
      if (parsed.error) wrong.push(`${file}: ${parsed.error_message}`);
      else if (parsed.statements?.length !== 1) wrong.push(`${file}: not one statement`);
    }
    expect(wrong).toEqual([]);
  });

  it("is refused by that parser where it is no SELECT, or two", async () => {
    expect(await parse(connection, "create table t (a int)")).toMatchObject({ error: true });
    expect((await parse(connection, "select 1; select 2")).statements).toHaveLength(2);
  });
});

const serialized = z.object({
  error: z.boolean(),
  error_message: z.string().optional(),
  statements: z.array(z.unknown()).optional(),
});

async function parse(connection: DuckDBConnection, query: string) {
  const reader = await connection.runAndReadAll("select json_serialize_sql($query::varchar)", {
    query,
  });
  return serialized.parse(JSON.parse(z.string().parse(reader.getRows()[0]?.[0])));
}

function uncommented(file: string): string {
  return text(file).replace(/--.*$/gm, "");
}
