import type { OpenAPIHono } from "@hono/zod-openapi";

/** Which methods a path answers, as HTTP spells them; asked only when a request found no route. */
export function methodsOf(app: OpenAPIHono, path: string): string[] {
  return app.openAPIRegistry.definitions.flatMap((definition) =>
    definition.type === "route" && matches(definition.route.path, path)
      ? [definition.route.method.toUpperCase()]
      : [],
  );
}

const matches = (pattern: string, path: string) =>
  new RegExp(`^${pattern.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(path);
