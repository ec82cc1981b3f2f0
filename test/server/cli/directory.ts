import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** A directory for one test file, removed after its tests; answers paths in it. */
export function testDirectory(): (name: string) => string {
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-test-"));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return (name) => join(directory, name);
}
