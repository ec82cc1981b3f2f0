import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import {
  checkBacktest,
  type BacktestQuery,
} from "../../analytics/4_standings/backtest/backtest.js";
import { BacktestFieldError } from "../../analytics/4_standings/backtest/field-error.js";
import { readTruth } from "../../analytics/4_standings/backtest/truth-file.js";
import { checkProgram, shippedPrograms } from "../../analytics/4_standings/programs.js";
import type { Program } from "../../analytics/4_standings/program.js";
import { dayIn, ledgerTimeZone } from "../../analytics/2_ledger/time-zone.js";
import { UserError } from "../../analytics/errors.js";
import { Backtests, KEPT } from "../backtests.js";
import {
  Backtest,
  BacktestJob,
  BacktestList,
  BacktestRequest,
  BacktestSellers,
} from "../contract/backtests.js";
import type { Deps } from "../deps.js";
import { parseMoment } from "../moment.js";
import { answers, listAnswers, problemOf, query, router } from "../openapi.js";
import { badParameter } from "../parameters.js";
import { ApiError, notFound, problem } from "../problem.js";
import { ARROW, replyList } from "../reply.js";

const MOST_BYTES = 8 * 1024 * 1024;
const params = z.object({ id: z.string().min(1).describe("The backtest's id.") });

const post = createRoute({
  method: "post",
  path: "/v1/backtests",
  summary: "Walk two programmes day by day over a range, with only what was known then",
  description: `Answers at once; ask the address in Location how far it is. One runs at a time. The last ${KEPT} are kept in memory and gone after a restart. The same request while one waits or runs is answered with that one.`,
  request: {
    query: query({}),
    body: { required: true, content: { "application/json": { schema: BacktestRequest } } },
  },
  responses: {
    ...withoutOk(answers(BacktestJob, "")),
    202: {
      description: "It waits or runs.",
      headers: { Location: { schema: { type: "string" as const }, description: "Where to ask." } },
      content: { "application/json": { schema: BacktestJob } },
    },
    413: problemOf(`The body is larger than ${MOST_BYTES / 1024 / 1024} MB.`),
    429: problemOf(`${KEPT} backtests wait already.`),
  },
});

const list = createRoute({
  method: "get",
  path: "/v1/backtests",
  summary: `The last ${KEPT} backtests since the server was started, newest first`,
  request: { query: query({}) },
  responses: listAnswers(BacktestList, "The backtests, without their results."),
});

const get = createRoute({
  method: "get",
  path: "/v1/backtests/{id}",
  summary: "A backtest: how far it is, and what came of it",
  description: "As CSV or Arrow: the sellers that either programme flagged, once it is done.",
  request: { params, query: query({}) },
  responses: {
    ...answers(Backtest, ""),
    200: {
      description: "The backtest.",
      content: {
        "application/json": { schema: Backtest },
        [ARROW]: { schema: { type: "string" as const, format: "binary" } },
        "text/csv": { schema: { type: "string" as const } },
      },
    },
    409: problemOf("Its sellers were asked for, and it is not done."),
  },
});

const remove = createRoute({
  method: "delete",
  path: "/v1/backtests/{id}",
  summary: "Stop a backtest that is not done, and forget it",
  request: { params, query: query({}) },
  responses: { ...withoutOk(answers(z.null(), "")), 204: { description: "It is gone." } },
});

function withoutOk<R extends { 200: unknown }>({ 200: _, ...rest }: R): Omit<R, 200> {
  return rest;
}

const bodyMax = bodyLimit({
  maxSize: MOST_BYTES,
  onError: (c) =>
    problem(
      c,
      new ApiError(413, "too large", `send at most ${MOST_BYTES / 1024 / 1024} MB, or use the CLI`),
    ),
});

export function backtestRoutes(deps: Deps) {
  const { database, now, log } = deps;
  const backtests = deps.backtests ?? new Backtests(database, now, log);
  const app = router();
  app.use("/v1/backtests", bodyMax);
  return app
    .openapi(post, async (c) => {
      const body = c.req.valid("json");
      const key = JSON.stringify(Object.entries(body).sort(([a], [b]) => (a < b ? -1 : 1)));
      const job = backtests.find(key) ?? startOf(key, await queryOf(body, deps), backtests);
      c.header("location", `/v1/backtests/${job.id}`);
      return c.json(job, 202);
    })
    .openapi(list, (c) => replyList(c, BacktestList, { items: backtests.list() }))
    .openapi(get, (c) => {
      const { id } = c.req.valid("param");
      const found = backtests.get(id);
      if (!found) throw unknown(id);
      const { job, result } = found;
      if (!isForRows(c)) return c.json({ ...job, result }, 200);
      if (!result)
        throw new ApiError(
          409,
          "not done",
          `backtest ${id} is ${job.status}: ask for JSON until it is done`,
        );
      const { program, against } = job;
      const { from, to, knowledge, batch_id, items } = result;
      return replyList(c, BacktestSellers, {
        program,
        against,
        from,
        to,
        knowledge,
        batch_id,
        items,
      });
    })
    .openapi(remove, (c) => {
      const { id } = c.req.valid("param");
      if (!backtests.remove(id)) throw unknown(id);
      return c.body(null, 204);
    });
}

/** One that another request has started meanwhile, or a new one. */
function startOf(key: string, asked: BacktestQuery, backtests: Backtests): BacktestJob {
  const known = backtests.find(key);
  if (!known && !backtests.hasRoom)
    throw new ApiError(
      429,
      "too many",
      `${KEPT} backtests wait already: let one end, or delete one`,
    );
  return known ?? backtests.add(key, asked);
}

const unknown = (id: string) =>
  notFound("backtest", id, `the last ${KEPT} are kept until the server ends; see /v1/backtests`);

const isForRows = (c: Context) => /text\/csv|arrow/.test(c.req.header("accept") ?? "");

/** The request with its programmes read; refuses now what could not be walked later. */
async function queryOf(body: BacktestRequest, deps: Deps): Promise<BacktestQuery> {
  const { from, to, knowledge, known_at, truth_csv } = body;
  const a = programIn(body, "program", deps.programs);
  const b = programIn(body, "against", deps.programs);
  const moment = deps.now();
  const knownAt = known_at === undefined ? undefined : (parseMoment(known_at) ?? undefined);
  if (knownAt !== undefined && knownAt > moment.toISOString())
    throw badParameter("known_at", `lies in the future; it is ${moment.toISOString()} now`);
  const truth = truth_csv === undefined ? undefined : truthIn(truth_csv);
  return deps.database.read(async (session) => {
    const today = dayIn(await ledgerTimeZone(session), moment);
    const asked = { a, b, from, to, knowledge, knownAt, truth, today };
    try {
      await checkBacktest(session, asked);
    } catch (error) {
      if (!(error instanceof BacktestFieldError)) throw error;
      const names = { a: "program", b: "against", from: "from", to: "to" } as const;
      throw badParameter(names[error.field], error.message);
    }
    return asked;
  });
}

function programIn(
  body: BacktestRequest,
  side: "program" | "against",
  programs: ReadonlyMap<string, Program>,
): Program {
  const text = body[`${side}_yaml`];
  if (text === undefined) return findIn(side, programs, body[side] ?? "");
  const { program, problems } = checkProgram(text);
  if (program) return program;
  const lines = problems.map(({ line, path, message, remedy }) =>
    [
      line === null ? "" : `line ${line}: `,
      path && `${path}: `,
      message,
      remedy && `: ${remedy}`,
    ].join(""),
  );
  throw badParameter(`${side}_yaml`, lines.join("\n"));
}

/** One that judges here, or any other that is shipped. */
function findIn(side: string, programs: ReadonlyMap<string, Program>, id: string): Program {
  const program = programs.get(id) ?? shippedPrograms.get(id);
  if (program) return program;
  const known = new Set([...programs.keys(), ...shippedPrograms.keys()]);
  throw badParameter(side, `there is no ${id}; there are ${[...known].join(", ")}`);
}

function truthIn(text: string) {
  try {
    return readTruth(text, "truth_csv");
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw badParameter("truth_csv", error.message.replace(/^truth_csv: /, ""));
  }
}
