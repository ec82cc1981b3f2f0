import { OpenAPIHono, type z } from "@hono/zod-openapi";
import { Problem } from "./contract/api.js";
import { ApiError, problem } from "./problem.js";
import { ARROW } from "./reply.js";

/** A router whose refused parameters become problem bodies that name them. */
export function router() {
  return new OpenAPIHono({
    defaultHook: (result, c) => {
      if (result.success) return;
      const [issue] = result.error.issues;
      const name = String(issue?.path[0] ?? result.target);
      return problem(
        c,
        new ApiError(400, "bad parameter", `${name}: ${issue?.message ?? "not valid"}`, name),
      );
    },
  });
}

const problemOf = (description: string) => ({
  description,
  content: { "application/problem+json": { schema: Problem } },
});

/** JSON of a schema, and the refusals that every route can give. */
export const answers = <S extends z.ZodType>(schema: S, description: string) => ({
  200: { description, content: { "application/json": { schema } } },
  400: problemOf("A parameter is wrong; the body names it."),
  404: problemOf("There is no such thing."),
});

/** As answers, for lists that are given as Arrow and CSV too. */
export const listAnswers = <S extends z.ZodType>(schema: S, description: string) => {
  const given = answers(schema, description);
  return {
    ...given,
    200: {
      description,
      content: { ...given[200].content, [ARROW]: { schema: {} }, "text/csv": { schema: {} } },
    },
  };
};
