import { UserError } from "../../analytics/errors.js";

/** The command was called wrongly: exit code 2. */
export class UsageError extends UserError {
  override name = "UsageError";
}
