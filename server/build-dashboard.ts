import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const SOURCE = fileURLToPath(new URL("../dashboard", import.meta.url));

/** Where the built dashboard lies. */
export const DASHBOARD = fileURLToPath(new URL("../.build/dashboard", import.meta.url));

/** Builds the dashboard unless the build is newer than every source; answers whether it did. */
export async function buildDashboard(): Promise<boolean> {
  const built = await stat(join(DASHBOARD, "index.html")).catch(() => undefined);
  if (built && built.mtimeMs > (await newestChange(SOURCE))) return false;
  const { build } = await import("vite");
  await build({ root: SOURCE, logLevel: "warn" });
  return true;
}

async function newestChange(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const times = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => (await stat(join(entry.parentPath, entry.name))).mtimeMs),
  );
  return Math.max(0, ...times);
}
