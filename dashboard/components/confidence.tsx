import { strings } from "../strings.js";

type Degree = "verified" | "secondary" | "unverified";

/** How well a programme's lines are known; where sellers are judged, only doubt is worth the space. */
export function Confidence({ of, isQuiet = false }: { of: Degree; isQuiet?: boolean }) {
  if (isQuiet && of === "verified") return null;
  const { word, about } = strings.programs.confidence[of];
  return (
    <span class={`confidence ${of}`} title={about}>
      {word}
    </span>
  );
}
