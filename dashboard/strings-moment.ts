import { date } from "./format.js";

/** Words about the moment that is looked at: a part of the catalogue in strings.ts. */
export const momentStrings = {
  asKnown: (moment: string) => `as known on ${date(moment, "time")} UTC`,
  disclosure: "as known at an earlier moment",
  input: "as known on",
  zone: "UTC",
  about: "Leaves out whatever was recorded later: late cases, corrections, deletions.",
  now: "as known now",
  projected: "at the next evaluation",
  toProjected: "judge at the next evaluation, with what is known",
  toCurrent: "judge as last evaluated",
  back: "back to the newest day, as known now",
} as const;
