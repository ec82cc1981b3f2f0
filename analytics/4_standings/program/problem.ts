/** What is wrong at one place of a programme, and what to do about it. */
export interface Problem {
  path: (string | number)[];
  message: string;
  /** What to change; empty where the message says it all. */
  remedy: string;
}

/** As a sentence. */
export const inOneLine = ({ message, remedy }: Pick<Problem, "message" | "remedy">): string =>
  remedy === "" ? message : `${message}: ${remedy}`;
