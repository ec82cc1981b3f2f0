import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { testDirectory } from "./directory.js";

const BIN = fileURLToPath(new URL("../../../server/bin.js", import.meta.url));
const at = testDirectory();

/** util-linux's script gives a command a terminal; other systems' takes other words. */
const { stdout } = spawnSync("script", ["--version"], { encoding: "utf8" });
const hasTerminal = typeof stdout === "string" && stdout.includes("util-linux");

it.skipIf(!hasTerminal)("draws a progress bar on a terminal, and plain lines elsewhere", () => {
  writeFileSync(
    at("orders.csv"),
    "order_id,seller_id,buyer_id,ordered_at,amount,currency\no,s,b,2026-01-05,1.00,USD\n",
  );
  const command = [process.execPath, BIN, "ingest", at("orders.csv"), "--db"];
  const drawn = spawnSync("script", ["-qec", [...command, at("a.duckdb")].join(" "), "/dev/null"], {
    encoding: "utf8",
  });
  expect(drawn.status).toBe(0);
  expect(drawn.stdout).toMatch(/orders\.csv.*\[.*\] +\d+ %/);
  const plain = spawnSync(command[0] as string, [...command.slice(1), at("b.duckdb")], {
    encoding: "utf8",
  });
  expect(plain.stderr.split("\n")[0]).toBe("reading orders.csv (1 of 1)");
  expect(plain.stderr).not.toContain("%");
});
