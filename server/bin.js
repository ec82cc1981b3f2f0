#!/usr/bin/env node
import { fileURLToPath } from "node:url";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19))
  refuse(`this is Node ${process.versions.node}; Plimsoll needs 20.19 or later`);

const { register } = await import("tsx/esm/api").catch((error) => {
  if (error.code !== "ERR_MODULE_NOT_FOUND") throw error;
  return refuse("its packages are not installed; run npm ci first");
});
// The checkout's own tsconfig, whatever stands in the directory we are called from.
register({ tsconfig: fileURLToPath(new URL("../tsconfig.json", import.meta.url)) });
const { main } = await import("./cli/main.ts");
await main(process.argv.slice(2));

/** One line that says what is missing, instead of a stack. */
function refuse(why) {
  process.stderr.write(`plimsoll: ${why}\n`);
  process.exit(1);
}
