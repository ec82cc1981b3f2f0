import { execFileSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium, type Browser } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const USUAL_PLACES = [
  "/snap/bin/chromium",
  "/opt/google/chrome/chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

// The flags after the first two keep Chromium from calling home, which a closed network answers with errors.
const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts a headless Chromium of the machine; installs Debian's where there is none. Close it after use. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium() ?? installChromium();
  return chromium.launch({ executablePath, args: ARGS });
}

/** Path of a Chromium: `CHROMIUM_PATH` if set, else the first on PATH or in a usual place. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (env["CHROMIUM_PATH"]) {
    if (isExecutable(env["CHROMIUM_PATH"])) return env["CHROMIUM_PATH"];
    throw new Error(`CHROMIUM_PATH is no program: ${env["CHROMIUM_PATH"]}`);
  }
  const folders = (env["PATH"] ?? "").split(delimiter).filter(Boolean);
  const onPath = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...onPath, ...USUAL_PLACES].find(isExecutable);
}

function installChromium(): string {
  const canInstall = process.getuid?.() === 0 && isExecutable("/usr/bin/apt-get");
  if (canInstall) {
    apt("update");
    apt("install", "-y", "--no-install-recommends", "chromium");
  }
  const path = findChromium();
  if (path) return path;
  throw new Error(
    "browser tests need Chromium: install it (Debian: apt-get install chromium) or set CHROMIUM_PATH",
  );
}

function apt(...args: string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  execFileSync("/usr/bin/apt-get", ["-qq", ...args], {
    env,
    stdio: ["ignore", "ignore", "inherit"],
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
