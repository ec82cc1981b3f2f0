// Prints what vitest's JSON report holds: skipped tests by name, then the one closing line.
// With the argument `failed` the run has failed, and at least one failure is counted.
import { existsSync, readFileSync } from "node:fs";

const report = existsSync(".build/vitest.json")
  ? JSON.parse(readFileSync(".build/vitest.json", "utf8"))
  : { numPassedTests: 0, testResults: [] };

const tests = report.testResults.flatMap((file) => file.assertionResults);
const skipped = tests.filter((test) => ["pending", "skipped", "todo"].includes(test.status));
const failed = tests.filter((test) => test.status === "failed").length;
const unreadable = report.testResults.filter(
  (file) => file.status === "failed" && file.assertionResults.every((t) => t.status !== "failed"),
).length;
const failures = failed + unreadable || (process.argv[2] === "failed" ? 1 : 0);

for (const test of skipped) console.log(`skipped: ${test.fullName}`);
console.log(`${report.numPassedTests} passed, ${failures} failed, ${skipped.length} skipped`);
process.exitCode = failures === 0 && report.numPassedTests > 0 ? 0 : 1;
