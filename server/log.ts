import { createMiddleware } from "hono/factory";
import { destination, pino, type Logger } from "pino";
import type { LogLevel } from "./config.js";

export type Log = Logger;

/** JSON lines on stderr, so that stdout stays the user's; written before the next statement runs. */
export function createLog(level: LogLevel): Log {
  return pino({ level, base: null }, destination({ fd: 2, sync: true }));
}

/** One line per answer. Neither query nor body is logged: both carry ids of buyers and orders. */
export const accessLog = (log: Log) =>
  createMiddleware(async (c, next) => {
    const started = performance.now();
    await next();
    log.info({
      request: c.get("requestId"),
      method: c.req.method,
      path: c.req.path,
      status: c.res.status,
      ms: Math.round(performance.now() - started),
    });
  });
