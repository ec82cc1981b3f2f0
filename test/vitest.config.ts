import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  cacheDir: ".build/vite",
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: "forks",
    maxWorkers: 2,
    silent: "passed-only",
    reporters: process.env["CI"] ? ["default", "json"] : ["default"],
    outputFile: { json: ".build/vitest.json" },
  },
});
