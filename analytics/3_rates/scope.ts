import { ProgramError } from "../errors.js";
import type { Session } from "../engine/duckdb.js";
import type { Program } from "../4_standings/program.js";

interface Segment {
  segment_id: number;
  card_network: string | null;
  card_present: boolean | null;
  region: string | null;
  category: string | null;
  currency: string;
}

/** The ledger's segments that a programme's scope lets in. */
export async function scopedSegments(session: Session, program: Program): Promise<number[]> {
  const segments = await session.all<Segment>("select * from ledger.segments order by segment_id");
  const inScope = segments.filter((segment) => isInScope(program, segment));
  requireOneCurrency(program, inScope);
  return inScope.map(({ segment_id }) => segment_id);
}

function isInScope({ scope }: Program, segment: Segment): boolean {
  return (Object.keys(scope) as (keyof typeof scope)[]).every((name) => {
    const allowed: readonly unknown[] | undefined = scope[name];
    return allowed === undefined || allowed.includes(segment[name]);
  });
}

/** Money of several currencies is never added up: without rates that is an error, not a silent 1. */
function requireOneCurrency(
  { id, reporting_currency: reporting }: Program,
  segments: readonly Segment[],
): void {
  if (reporting === undefined) return;
  const currencies = new Set(segments.map(({ currency }) => currency));
  currencies.delete(reporting);
  if (currencies.size > 0)
    throw new ProgramError(
      `${id} reports in ${reporting}, and there are amounts in ${[...currencies].sort().join(", ")} but no exchange rates: narrow its scope to one currency`,
    );
}
