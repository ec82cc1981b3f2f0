import type { ReadVersion } from "./file.js";
import type { Problem } from "./problem.js";

interface Span {
  name: string;
  from: string | null;
  until: string | null;
  path: (string | number)[];
}

/** The days on which each version holds, newest first; versions without valid days are passed over. */
function spansOf(versions: readonly ReadVersion[]): Span[] {
  return versions
    .flatMap(({ draft, roots }) => {
      const { effective, version } = draft;
      if (effective?.from === undefined) return [];
      const { from, until = null } = effective;
      const path = [...(roots[0] ?? []), "effective"];
      return [{ name: version ?? "a version", from, until, path }];
    })
    .sort((a, b) => ((a.from ?? "") < (b.from ?? "") ? 1 : -1));
}

/** On each day one version holds at most, and each has a name of its own. */
export function versionProblems(versions: readonly ReadVersion[]): Problem[] {
  const names = versions.map(({ draft }) => draft.version);
  const twice = versions.flatMap(({ draft, roots }, index) =>
    draft.version !== undefined && names.indexOf(draft.version) < index
      ? [
          {
            path: [...(roots[0] ?? []), "version"],
            message: `two versions are called ${draft.version}`,
            remedy: "rename one",
          },
        ]
      : [],
  );
  const spans = spansOf(versions);
  const overlaps = spans.slice(1).flatMap((older, index) => {
    const newer = spans[index] as Span;
    if (older.until !== null && newer.from !== null && older.until <= newer.from) return [];
    return [
      {
        path: older.path,
        message: `${older.name} and ${newer.name} are in force at once`,
        remedy:
          newer.from === null
            ? `both hold since ever: give one a from`
            : older.from === newer.from
              ? "they begin on the same day: move one"
              : `end ${older.name} where ${newer.name} begins: until: "${newer.from}"`,
      },
    ];
  });
  return [...twice, ...overlaps];
}

/** Days between two versions on which none holds. */
export function versionNotes(versions: readonly ReadVersion[]): Problem[] {
  const spans = spansOf(versions);
  return spans.slice(1).flatMap((older, index) => {
    const newer = spans[index] as Span;
    if (older.until === null || newer.from === null || older.until === newer.from) return [];
    return [
      {
        path: older.path,
        message: `from ${older.until} to ${newer.from} no version is in force, and nobody is judged`,
        remedy: `end ${older.name} on "${newer.from}" if that is not meant`,
      },
    ];
  });
}
