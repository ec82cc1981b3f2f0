import { unbroken } from "../format.js";

/** A sentence from a file: figures stay with their percent signs, names in backquotes are set as code. */
export function Prose({ children }: { children: string }) {
  return (
    <>
      {unbroken(children)
        .split("`")
        .map((part, i) => (i % 2 === 1 ? <code key={i}>{part}</code> : part))}
    </>
  );
}

export const Sentences = ({ of }: { of: readonly (string | null)[] }) => (
  <ul class="sentences">
    {of.map(
      (text) =>
        text !== null && (
          <li key={text}>
            <Prose>{text}</Prose>
          </li>
        ),
    )}
  </ul>
);
