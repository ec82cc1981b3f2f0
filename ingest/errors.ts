import { UserError } from "../analytics/errors.js";

/** A source that cannot be read at all: one line that names it and says what to do. */
export class SourceError extends UserError {
  override name = "SourceError";
}
