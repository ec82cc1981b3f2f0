import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = new URL("../../../shared/data/", import.meta.url);

/** False where the real data is not beside the repository; tests that need it are then skipped. */
export const hasSharedData = existsSync(folder);

/** Path of a file of the real data, by its path inside that folder. */
export function sharedData(path: string): string {
  return fileURLToPath(new URL(path, folder));
}
