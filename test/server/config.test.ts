import { isAbsolute, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { databasePath, readConfig } from "../../server/config.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

describe("readConfig", () => {
  it("has a default for everything; a checkout's database lies beside it", () => {
    expect(readConfig({}, "/elsewhere")).toEqual({
      db: resolve(ROOT, "data/plimsoll.duckdb"),
      host: "127.0.0.1",
      port: 8080,
      memoryLimit: "1200MB",
      threads: 2,
      timeZone: undefined,
      logLevel: "warn",
    });
  });

  it("takes an empty variable for an unset one", () => {
    expect(readConfig({ PORT: "", THREADS: "" }, "/elsewhere")).toMatchObject({
      port: 8080,
      threads: 2,
    });
  });

  it("resolves PLIMSOLL_DB against the current directory", () => {
    const { db } = readConfig({ PLIMSOLL_DB: "shop.duckdb" }, resolve("somewhere"));
    expect(isAbsolute(db)).toBe(true);
    expect(db).toBe(resolve("somewhere/shop.duckdb"));
    expect(databasePath(":memory:")).toBe(":memory:");
  });

  it.each([
    ["PORT", "http", "PORT is http: a port is a number from 0 to 65535"],
    ["PORT", "70000", /^PORT is 70000: /],
    ["THREADS", "0", /^THREADS is 0: /],
    ["THREADS", "1.5", "THREADS is 1.5: threads is a whole number from 1"],
    [
      "MEMORY_LIMIT",
      "lots",
      "MEMORY_LIMIT is lots: a memory limit is a number with a unit, as in 1200MB",
    ],
    [
      "PLIMSOLL_TIME_ZONE",
      "Mars",
      "PLIMSOLL_TIME_ZONE is Mars: give a name of the IANA list, as in Europe/Berlin or UTC",
    ],
    ["LOG_LEVEL", "loud", /^LOG_LEVEL is loud: a log level is one of silent, /],
  ])("refuses %s=%s in one line that names it", (name, value, message) => {
    expect(() => readConfig({ [name]: value })).toThrow(message);
  });
});
