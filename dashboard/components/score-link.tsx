import { href } from "../route.js";
import { useShared } from "../shared.js";
import { scoreStrings } from "../strings-score.js";

/** Leads from a seller to the page that is written for it; nothing where no programme is a score. */
export function ScoreLink({ id }: { id: string }) {
  const { programs } = useShared();
  const scores = (programs.value ?? []).filter(({ kind }) => kind === "score");
  if (scores.length === 0) return null;
  return (
    <p class="sub">
      {scores.map(({ id: program, name }) => (
        <a key={program} href={href(`/sellers/${encodeURIComponent(id)}/score`, { program })}>
          {scoreStrings.link(name)}
        </a>
      ))}
    </p>
  );
}
