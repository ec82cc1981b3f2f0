import { serveStatic } from "@hono/node-server/serve-static";
import type { Context } from "hono";
import { compress } from "hono/compress";
import { etag } from "hono/etag";
import { HTTPException } from "hono/http-exception";
import { requestId } from "hono/request-id";
import { secureHeaders } from "hono/secure-headers";
import { relative } from "node:path";
import { UserError } from "../analytics/errors.js";
import type { Deps } from "./deps.js";
import { loopbackOnly } from "./guard.js";
import { accessLog, type Log } from "./log.js";
import { methodsOf } from "./methods.js";
import { router } from "./openapi.js";
import { ApiError, problem } from "./problem.js";
import { alertsRoute } from "./routes/alerts.js";
import { backtestRoutes } from "./routes/backtests.js";
import { healthRoutes } from "./routes/health.js";
import { ingestRoute } from "./routes/ingest.js";
import { overviewRoute } from "./routes/overview.js";
import { programsRoute } from "./routes/programs.js";
import { scoreRoute } from "./routes/score.js";
import { projectionRoute } from "./routes/projection.js";
import { sellerRoutes } from "./routes/seller.js";
import { sellersRoute } from "./routes/sellers.js";

/** The app without a socket: tests call app.request(). */
export function createApp(deps: Deps) {
  const app = router();
  app.use(requestId(), accessLog(deps.log));
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", "data:", "blob:"],
        frameAncestors: ["'none'"],
      },
      strictTransportSecurity: false,
    }),
  );
  app.use(loopbackOnly);
  app.use("/v1/*", etag());
  app.use(compress());
  app.onError((error, c) => problem(c, refusalOf(error, c, deps.log)));
  app.notFound((c) => unknownPath(app, c));
  const routed = app
    .route("/", healthRoutes(deps))
    .route("/", overviewRoute(deps))
    .route("/", programsRoute(deps))
    .route("/", sellersRoute(deps))
    .route("/", sellerRoutes(deps))
    .route("/", projectionRoute(deps))
    .route("/", scoreRoute(deps))
    .route("/", alertsRoute(deps))
    .route("/", backtestRoutes(deps))
    .route("/", ingestRoute(deps));
  app.doc31("/openapi.json", {
    openapi: "3.1.0",
    info: {
      title: "Plimsoll",
      version: "1",
      description: "Seller risk analytics and dispute-rate monitor.",
    },
  });
  if (deps.dashboard !== undefined) serveDashboard(app, deps.dashboard);
  return routed;
}

/** What to answer when a handler throws; what nobody expected is logged, once. */
function refusalOf(error: Error, c: Context, log: Log): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof HTTPException)
    return new ApiError(error.status as 400, "bad request", error.message);
  if (error instanceof UserError) return new ApiError(400, "bad request", error.message);
  const request = c.get("requestId");
  log.error({ err: error, request, method: c.req.method, path: c.req.path });
  return new ApiError(
    500,
    "internal error",
    `this is a fault of the server; its log says more under ${request}`,
  );
}

function unknownPath(app: ReturnType<typeof router>, c: Context) {
  const { method, path } = c.req;
  const allowed = methodsOf(app, path);
  if (allowed.length === 0)
    return problem(
      c,
      new ApiError(404, "not found", `there is nothing at ${path}; see /openapi.json`),
    );
  const allow = allowed.join(", ");
  return problem(
    c,
    new ApiError(405, "method not allowed", `${path} answers ${allow}, not ${method}`),
    { allow },
  );
}

/** The built dashboard; every path that is no file and no endpoint is one of its pages. */
function serveDashboard(app: ReturnType<typeof router>, folder: string): void {
  const root = relative(process.cwd(), folder);
  const isEndpoint = /^\/(v1|healthz|readyz|openapi\.json)(\/|$)/;
  app.get("*", async (c, next) => {
    if (isEndpoint.test(c.req.path)) return next();
    const isFile = /\.[a-z0-9]+$/i.test(c.req.path);
    const response = await serveStatic({ root, ...(isFile ? {} : { path: "index.html" }) })(
      c,
      next,
    );
    if (!(response instanceof Response)) return response;
    // Assets carry a hash in their name; a page names the assets of its build.
    const isAsset = c.req.path.startsWith("/assets/");
    const keep = isAsset ? "public, max-age=31536000, immutable" : "no-cache";
    response.headers.set("cache-control", keep);
    return response;
  });
}
