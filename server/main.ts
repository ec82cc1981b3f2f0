import { serve as listen, type ServerType } from "@hono/node-server";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { dayIn, ledgerTimeZone } from "../analytics/2_ledger/time-zone.js";
import { Database } from "../analytics/engine/duckdb.js";
import { UserError } from "../analytics/errors.js";
import { prepareDatabase } from "../ingest/prepare.js";
import { choosePrograms } from "../analytics/4_standings/programs.js";
import { hasOrders } from "../ingest/status.js";
import { createApp } from "./app.js";
import { Backtests } from "./backtests.js";
import { buildDashboard, DASHBOARD } from "./build-dashboard.js";
import { readConfig } from "./config.js";
import { DEMO } from "./demo-defaults.js";
import { ingestDemo, type DemoOptions } from "./demo.js";
import { isLoopback } from "./guard.js";
import { createLog } from "./log.js";
import { Snapshots } from "./snapshot/snapshot.js";
import { strings } from "./strings.js";

export interface ServeOptions {
  db: string;
  host: string;
  port: number;
  /** In whose days a new ledger counts; one in another zone is refused. Defaults to UTC, or to the ledger's own. */
  timeZone?: string | undefined;
  /** Which programmes judge: ids and YAML files between commas; defaults to all that are shipped. */
  programs?: string | undefined;
}

/** Serves an existing or new database until the process is told to stop. */
export async function serve(options: ServeOptions): Promise<void> {
  choosePrograms(options.programs);
  await requirePort(options);
  const database = await openDatabase(options);
  await run(database, options);
}

/** `npm start`: builds what is missing, fills an empty database with the demo, and serves. */
export async function start(
  options: ServeOptions,
  demo: Pick<DemoOptions, "orders" | "sellers" | "seed"> = DEMO,
): Promise<void> {
  choosePrograms(options.programs);
  await requirePort(options);
  const database = await openDatabase(options);
  if (!(await database.read(hasOrders))) {
    say(strings.makingDemo(demo.orders, demo.sellers));
    const started = performance.now();
    const { feeds } = await ingestDemo(database, {
      ...demo,
      until: (await todayOf(database))(),
      recordedAt: new Date(),
    });
    say(strings.demoReady(feeds.orders?.new ?? 0, options.db, seconds(started)));
  } else say(strings.databaseFound(options.db));
  const started = performance.now();
  if (await buildDashboard()) say(strings.dashboardBuilt(seconds(started)));
  await run(database, options);
}

async function run(database: Database, options: ServeOptions): Promise<void> {
  await database.shutExternalAccess();
  const programs = choosePrograms(options.programs);
  const snapshots = new Snapshots(database, programs, await todayOf(database));
  const now = () => new Date();
  const log = createLog(readConfig().logLevel);
  const backtests = new Backtests(database, now, log);
  const app = createApp({
    database,
    programs,
    snapshots,
    log,
    backtests,
    now,
    dashboard: existsSync(join(DASHBOARD, "index.html")) ? DASHBOARD : undefined,
  });
  await snapshots.get();
  const server = await listenOn(app.fetch, options);
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : options.port;
  say(
    strings.listening(
      `http://${options.host.includes(":") ? `[${options.host}]` : options.host}:${port}`,
    ),
  );
  await stopped(server);
  await backtests.close();
  // Only a shortcut for the next start: whatever hinders it must not hinder the stop.
  await snapshots.keep().catch((error: unknown) => log.error({ err: error }));
  await database.close();
}

async function openDatabase({ db: path, timeZone }: ServeOptions): Promise<Database> {
  const { memoryLimit, threads } = readConfig();
  const database = await Database.open({ path, memoryLimit, threads });
  await database.write((session) => prepareDatabase(session, timeZone));
  return database;
}

/** Tells which day it is, or was, where the ledger's days begin; a server's ledger keeps its zone. */
async function todayOf(database: Database): Promise<(at?: Date) => string> {
  const zone = await database.read(ledgerTimeZone);
  return (at = new Date()) => dayIn(zone, at);
}

/** Says in one line why the address cannot be used, before any work is done. */
async function requirePort(options: ServeOptions): Promise<void> {
  if (!isLoopback(options.host)) throw new UserError(strings.loopbackOnly(options.host));
  const probe = await listenOn(() => new Response(), options);
  await new Promise((done) => probe.close(done));
}

function listenOn(
  fetch: Parameters<typeof listen>[0]["fetch"],
  { host, port }: ServeOptions,
): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = listen({ fetch, hostname: host, port }, () => resolve(server));
    server.once("error", (cause: NodeJS.ErrnoException) =>
      reject(
        new UserError(
          cause.code === "EADDRINUSE"
            ? strings.portBusy(port)
            : strings.cannotListen(host, port, cause.message),
          { cause },
        ),
      ),
    );
  });
}

/** Waits for SIGINT or SIGTERM, then for the requests under way. */
function stopped(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      server.close(() => resolve());
      if ("closeIdleConnections" in server) server.closeIdleConnections();
    };
    process.once("SIGINT", stop);
    process.once("SIGTERM", stop);
  });
}

const seconds = (started: number) => ((performance.now() - started) / 1000).toFixed(1);
const say = (line: string) => console.log(line);
