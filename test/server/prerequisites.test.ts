import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { testDirectory } from "./cli/directory.js";

const at = testDirectory();

it("says in one line that its packages are not installed", () => {
  const bin = at("checkout/server/bin.js");
  mkdirSync(dirname(bin), { recursive: true });
  copyFileSync(fileURLToPath(new URL("../../server/bin.js", import.meta.url)), bin);
  copyFileSync(
    fileURLToPath(new URL("../../package.json", import.meta.url)),
    at("checkout/package.json"),
  );
  const { status, stderr } = spawnSync(process.execPath, [bin, "start"], { encoding: "utf8" });
  expect(stderr).toBe("plimsoll: its packages are not installed; run npm ci first\n");
  expect(status).toBe(1);
});
