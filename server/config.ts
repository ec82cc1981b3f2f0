import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { isTimeZone, TIME_ZONE_HELP } from "../analytics/2_ledger/time-zone.js";
import { UserError } from "../analytics/errors.js";

const PACKAGE_ROOT = fileURLToPath(new URL("..", import.meta.url));

/** A checkout keeps its database beside it; an installed package leaves node_modules alone. */
const home = (directory: string) =>
  /[\\/]node_modules[\\/]/.test(PACKAGE_ROOT) ? directory : PACKAGE_ROOT;

const wholeNumber = (text: string) => (/^\d+$/.test(text) ? Number(text) : Number.NaN);

const LOG_LEVELS = ["silent", "fatal", "error", "warn", "info", "debug", "trace"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const Environment = z.object({
  PLIMSOLL_DB: z
    .string()
    .optional()
    .describe(
      "Database file; relative to the current directory. Defaults to data/plimsoll.duckdb.",
    ),
  PORT: z
    .string()
    .default("8080")
    .transform(wholeNumber)
    .pipe(z.int("a port is a number from 0 to 65535").min(0).max(65_535)),
  HOST: z.string().default("127.0.0.1"),
  MEMORY_LIMIT: z
    .string()
    .default("1200MB")
    .refine(
      (text) => /^\d+(\.\d+)?\s*(KB|MB|GB|TB|KiB|MiB|GiB|TiB)$/i.test(text),
      "a memory limit is a number with a unit, as in 1200MB",
    ),
  THREADS: z
    .string()
    .default("2")
    .transform(wholeNumber)
    .pipe(z.int("threads is a whole number from 1").min(1).max(1024)),
  PLIMSOLL_TIME_ZONE: z
    .string()
    .refine(isTimeZone, TIME_ZONE_HELP)
    .optional()
    .describe("In whose days a new ledger counts; an existing one must agree. Defaults to UTC."),
  PLIMSOLL_PROGRAMS: z
    .string()
    .optional()
    .describe(
      "Programmes that judge: ids and YAML files between commas, `all` for those that are shipped. Defaults to all.",
    ),
  LOG_LEVEL: z
    .enum(LOG_LEVELS, `a log level is one of ${LOG_LEVELS.join(", ")}`)
    .default("warn")
    .describe("What the server writes to stderr; info adds a line per request."),
});

export interface Config {
  /** Absolute path of the database file, or `:memory:`. */
  db: string;
  host: string;
  port: number;
  memoryLimit: string;
  threads: number;
  /** Undefined where nothing was said: UTC for a new ledger, its own for an existing one. */
  timeZone: string | undefined;
  /** Ids and files; undefined for all shipped ones. */
  programs: string | undefined;
  logLevel: LogLevel;
}

/** The settings of this process; an unset or empty variable means its default. */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  directory = process.cwd(),
): Config {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = Environment.safeParse(set);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const name = String(issue?.path[0]);
    throw new UserError(`${name} is ${set[name]}: ${issue?.message}`, { cause: parsed.error });
  }
  const { PLIMSOLL_DB, HOST, PORT, MEMORY_LIMIT, THREADS, LOG_LEVEL } = parsed.data;
  const { PLIMSOLL_TIME_ZONE, PLIMSOLL_PROGRAMS } = parsed.data;
  return {
    db:
      PLIMSOLL_DB === undefined
        ? resolve(home(directory), "data/plimsoll.duckdb")
        : databasePath(PLIMSOLL_DB, directory),
    host: HOST,
    port: PORT,
    memoryLimit: MEMORY_LIMIT,
    threads: THREADS,
    timeZone: PLIMSOLL_TIME_ZONE,
    programs: PLIMSOLL_PROGRAMS,
    logLevel: LOG_LEVEL,
  };
}

/** A database as a person names it: relative to where they stand. */
export function databasePath(path: string, directory = process.cwd()): string {
  return path === ":memory:" ? path : resolve(directory, path);
}

/** PLIMSOLL_DEBUG is set: unexpected errors show their stack. */
export const isDebugging = (): boolean => Boolean(process.env["PLIMSOLL_DEBUG"]);
