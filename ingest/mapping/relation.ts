import { firstProblem, problemWhen } from "./problem.js";
import { identifier, literal } from "../../analytics/engine/duckdb.js";
import type { Join, Mapping, Target } from "./schema.js";
import { at, fail, resolveColumn, type Scope } from "./scope.js";

/** Quoted table of each source that was read. */
export type Tables = Readonly<Record<string, string>>;

const MATCHES = "plimsoll_matches";

/** The sources that a target reads, `from` first. */
export const sourcesOf = (target: Target): string[] => [
  target.from,
  ...target.join.map((join) => join.source),
];

/** What expressions of a target may refer to; `lines` leaves its groups aside. */
export function scopeOf(mapping: Mapping, target: Target, kind: "rows" | "lines"): Scope {
  const path = ["feeds", mapping.feeds.indexOf(target)];
  const joined = sourcesOf(target);
  const scope: Scope = {
    sources: mapping.sources,
    from: target.from,
    joined,
    insideAggregate: false,
    lineOrder: lineOrder(target),
    path,
  };
  joined.forEach((source, i) => {
    const place = i === 0 ? at(scope, "from") : at(scope, "join", i - 1, "source");
    if (!Object.hasOwn(mapping.sources, source))
      fail(place, `unknown source ${source}`, "declare it under sources");
    if (joined.indexOf(source) !== i) fail(place, `${source} is joined twice`, "join it once");
  });
  if (kind === "lines" || !target.group_by) return scope;
  const grouped = target.group_by.map((column, i) =>
    resolveColumn(column, at(scope, "group_by", i)),
  );
  return { ...scope, grouped: new Set(grouped) };
}

/** Lines in the order of their file; a joined line after the line it belongs to. */
function lineOrder({ from, join }: Target): string {
  const own = `${identifier(from)}.source_line`;
  const others = join.filter(({ many }) => many).map(({ source }) => identifier(source));
  const rest = others.flatMap((source) => [`${source}.source_file`, `${source}.source_line`]);
  return rest.length ? `(${[own, ...rest].join(", ")})` : own;
}

/** The FROM clause, and the SQL that tells where a row that should match once matches twice. */
export function relation(
  mapping: Mapping,
  target: Target,
  tables: Tables,
): { sql: string; problem?: string | undefined } {
  const scope = scopeOf(mapping, target, "lines");
  requireTables(target, tables, scope);
  const joins = target.join.map((join, i) =>
    joinSql(join, at({ ...scope, joined: scope.joined.slice(0, i + 1) }, "join", i), tables),
  );
  const from = `${tables[target.from]} as ${identifier(target.from)}`;
  return {
    sql: [from, ...joins.map((join) => join.sql)].join("\n"),
    problem: firstProblem(joins.map((join) => join.problem)),
  };
}

function joinSql(join: Join, scope: Scope, tables: Tables) {
  const columns = scope.sources[join.source]?.columns ?? [];
  const alias = identifier(join.source);
  const keys = Object.entries(join.on).map(([own, other]) => {
    if (!columns.includes(own))
      fail(at(scope, "on"), `no column ${own} in ${join.source}`, "correct the name");
    return { own: identifier(own), other: resolveColumn(other, at(scope, "on", own)) };
  });
  if (keys.length === 0) fail(at(scope, "on"), "no column to join on", "name one as own: other");
  const on = keys.map(({ own, other }) => `${alias}.${own} = ${other}`).join(" and ");
  const table = tables[join.source];
  if (join.many) return { sql: `left join ${table} as ${alias} on ${on}` };
  const key = keys.map(({ own }) => own).join(", ");
  const row = columns.map(identifier).join(", ");
  const first = `select *, count(distinct row(${row})) over (partition by ${key}) as ${MATCHES} from ${table} qualify row_number() over (partition by ${key} order by source_file, source_line) = 1`;
  const other = keys[0]?.other ?? "null";
  const ambiguous = problemWhen(
    `${alias}.${MATCHES} > 1`,
    other,
    `matches several different rows of ${join.source}`,
  );
  return {
    sql: `left join (${first}) as ${alias} on ${on}`,
    problem: `${literal(join.source)} || chr(9) || ${ambiguous}`,
  };
}

function requireTables(target: Target, tables: Tables, scope: Scope): void {
  const needed = sourcesOf(target);
  const missing = needed.find((source) => tables[source] === undefined);
  if (missing !== undefined)
    fail(scope, `no file of source ${missing}`, `give the files of ${needed.join(", ")} together`);
}
