import { useEffect, useRef } from "preact/hooks";
import type { Projection } from "../../analytics/4_standings/projection.js";
import type { StandingView } from "../../server/contract/api.js";
import { Confidence } from "../components/confidence.js";
import { percent } from "../format.js";
import { href } from "../route.js";
import { useNames } from "../shared.js";
import { outlookStrings } from "../strings-outlook.js";

interface ProgramHeadProps {
  row: StandingView;
  projection: Projection | null;
}

/** The programme that the rest of the page is about: what it asks, which version and lines judge, and when. */
export function ProgramHead({ row, projection }: ProgramHeadProps) {
  const names = useNames();
  const { facts } = outlookStrings;
  const heading = useScrollOnChange(row.program);
  const next = projection?.to_date.evaluated_on;
  const isDaily = next === row.evaluated_on;
  return (
    <section class="about-program" aria-labelledby="program">
      <h2 id="program" ref={heading}>
        {row.program_name} <Confidence of={row.confidence} isQuiet />
      </h2>
      <p class="measure">{names.summary(row.program)}</p>
      <p class="facts">
        <span>{facts.version(row.program_version)}</span>
        {row.program_version === "" ? null : isDaily ? (
          <span>{facts.daily}</span>
        ) : (
          <>
            <span>{facts.evaluated(row.evaluated_on)}</span>
            {next && <span>{facts.next(next)}</span>}
          </>
        )}
        {row.lines !== null && row.lines !== "general" && <span>{facts.lines(row.lines)}</span>}
        {row.peer_rate !== null && <span>{facts.peers(percent(row.peer_rate))}</span>}
        <a href={href(`/programs/${row.program}`)}>{facts.page}</a>
      </p>
    </section>
  );
}

/** Brings the heading into view when another programme is chosen; the first one stays where it is. */
function useScrollOnChange(program: string) {
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(program);
  useEffect(() => {
    if (shown.current === program) return;
    shown.current = program;
    heading.current?.scrollIntoView({ block: "start" });
  }, [program]);
  return heading;
}
