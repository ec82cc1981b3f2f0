import { createMiddleware } from "hono/factory";
import { ApiError, problem } from "./problem.js";

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/** True for an address that only this machine reaches. */
export const isLoopback = (host: string): boolean => LOOPBACK.test(host) || host === "::1";

/**
 * Until there are keys, only this machine is served: a page elsewhere can neither rebind its name to
 * us nor write through the visitor's browser.
 */
export const loopbackOnly = createMiddleware(async (c, next) => {
  const host = c.req.header("host") ?? new URL(c.req.url).host;
  if (!isLoopback(host))
    return problem(
      c,
      new ApiError(
        403,
        "forbidden",
        `this server answers for localhost and 127.0.0.1 only, not for ${host}`,
      ),
    );
  const origin = c.req.header("origin");
  if (origin !== undefined && c.req.method !== "GET" && !isLoopback(hostOf(origin)))
    return problem(c, new ApiError(403, "forbidden", `pages of ${origin} may not write here`));
  return next();
});

function hostOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).host : origin;
}
