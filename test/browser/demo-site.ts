import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { plimsoll } from "../support/cli.js";
import { launchChromium } from "./chromium.js";
import { startServer, type RunningServer } from "./server.js";

/** What a page did while a test worked with it. */
interface Visit {
  /** Errors and warnings of the browser. */
  complaints: string[];
  /** Of these, errors that no code of the page caught. */
  crashes: string[];
  /** What it asked the server's API for. */
  asked: URL[];
}

/** A demo marketplace, its server and a browser. */
export class DemoSite {
  readonly folder: string;
  readonly db: string;
  readonly server: RunningServer;
  readonly browser: Browser;

  private constructor(folder: string, db: string, server: RunningServer, browser: Browser) {
    this.folder = folder;
    this.db = db;
    this.server = server;
    this.browser = browser;
  }

  /** `options`: of `plimsoll demo`. `prepare` may use the database before the server holds it. */
  static async open(
    options: readonly string[],
    prepare: (db: string, folder: string) => Promise<void> = () => Promise.resolve(),
  ): Promise<DemoSite> {
    const folder = await mkdtemp(join(tmpdir(), "plimsoll-site-"));
    const db = join(folder, "demo.duckdb");
    const made = await plimsoll("demo", "--db", db, ...options);
    if (made.code !== 0) throw new RangeError(made.stderr);
    await prepare(db, folder);
    return new DemoSite(folder, db, await startServer(db), await launchChromium());
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Opens a page and works with it. */
  async visit(
    path: string,
    work: (page: Page) => Promise<void>,
    options: BrowserContextOptions = {},
  ): Promise<Visit> {
    const [complaints, crashes]: [string[], string[]] = [[], []];
    const asked: URL[] = [];
    const viewport = { width: 1440, height: 900 };
    const context = await this.browser.newContext({ viewport, ...options });
    const page = await context.newPage();
    page.on("request", (request) => {
      const url = new URL(request.url());
      if (url.pathname.startsWith("/v1/")) asked.push(url);
    });
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    page.on("pageerror", (error) => {
      complaints.push(error.message);
      crashes.push(error.message);
    });
    try {
      await page.goto(this.server.address + path);
      await work(page);
    } finally {
      await context.close();
    }
    return { complaints, crashes, asked };
  }

  async ask<T>(path: string, schema: { parse: (body: unknown) => T }): Promise<T> {
    const response = await fetch(this.server.address + path);
    return schema.parse(await response.json());
  }
}
