import { OpenAPIHono, z } from "@hono/zod-openapi";
import { Problem } from "./contract/api.js";
import { ApiError, problem } from "./problem.js";
import { ARROW, type ListSchema } from "./reply.js";

/** A router whose refused parameters become problem bodies that name them. */
export function router() {
  return new OpenAPIHono({
    defaultHook: (result, c) => {
      if (result.success) return;
      const [issue] = result.error.issues;
      const name = String(issue?.path[0] ?? unknownKey(issue) ?? result.target);
      return problem(
        c,
        new ApiError(400, "bad parameter", `${name}: ${issue?.message ?? "not valid"}`, name),
      );
    },
  });
}

const unknownKey = (issue: z.core.$ZodIssue | undefined) =>
  issue?.code === "unrecognized_keys" ? issue.keys[0] : undefined;

/** The query of a route; a parameter that it does not have is refused, not ignored. */
export const query = <S extends z.ZodRawShape>(shape: S) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? `there is no such parameter; there are ${Object.keys(shape).join(", ") || "none"}`
        : undefined,
  });

export const problemOf = (description: string) => ({
  description,
  content: { "application/problem+json": { schema: Problem } },
});

/** JSON of a schema, and the refusals that every route can give. */
export const answers = <S extends z.ZodType>(schema: S, description: string) => ({
  200: { description, content: { "application/json": { schema } } },
  400: problemOf("A parameter is wrong; the body names it."),
  403: problemOf("The request comes from elsewhere than this machine."),
  404: problemOf("There is no such thing."),
  500: problemOf("A fault of the server; its log says more."),
});

/** As answers, for lists that are given as Arrow and CSV too. */
export const listAnswers = <S extends ListSchema>(schema: S, description: string) => {
  const given = answers(schema, description);
  return {
    ...given,
    200: {
      description,
      content: {
        ...given[200].content,
        [ARROW]: { schema: { type: "string" as const, format: "binary" } },
        "text/csv": { schema: { type: "string" as const } },
      },
    },
  };
};
