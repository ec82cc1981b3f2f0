import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";

/** A refusal that says what to change; becomes an RFC 9457 body. */
export class ApiError extends HTTPException {
  readonly title: string;
  readonly detail: string;
  readonly parameter: string | undefined;

  constructor(status: ContentfulStatusCode, title: string, detail: string, parameter?: string) {
    super(status, { message: detail });
    this.title = title;
    this.detail = detail;
    this.parameter = parameter;
  }
}

export const notFound = (what: string, id: string, hint: string) =>
  new ApiError(404, `unknown ${what}`, `there is no ${what} ${id}; ${hint}`);

export function problem(c: Context, error: ApiError, headers: Record<string, string> = {}) {
  return c.body(
    JSON.stringify({
      type: "about:blank",
      title: error.title,
      status: error.status,
      detail: error.detail,
      ...(error.parameter === undefined ? {} : { parameter: error.parameter }),
    }),
    error.status as ContentfulStatusCode,
    { ...headers, "content-type": "application/problem+json" },
  );
}
