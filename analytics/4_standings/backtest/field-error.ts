import { UserError } from "../../errors.js";

/** A part of the question cannot be: one end of the range, or programme A or B. */
export class BacktestFieldError extends UserError {
  override name = "BacktestFieldError";
  readonly field: "from" | "to" | "a" | "b";
  constructor(field: "from" | "to" | "a" | "b", message: string) {
    super(message);
    this.field = field;
  }
}
