/** A failure that a person can mend; its message is one line that says how. */
export class UserError extends Error {
  override name = "UserError";
}

/** Another process owns the database file. */
export class DatabaseBusyError extends UserError {
  override name = "DatabaseBusyError";
}

/** A statement failed; keeps its text. */
export class QueryError extends Error {
  override name = "QueryError";
  readonly sql: string;
  constructor(sql: string, cause: unknown) {
    super(`${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.sql = sql;
  }
}

/** A programme cannot be used; names where and what to change. */
export class ProgramError extends UserError {
  override name = "ProgramError";
}

/** Money of several currencies would have to be added up without exchange rates. */
export class ExchangeRateError extends ProgramError {
  override name = "ExchangeRateError";
  /** The first day without a rate, and the currency that has none; where one is known to lack. */
  readonly lacking: { currency: string; day: string } | null;
  constructor(
    message: string,
    options: ErrorOptions & { lacking?: { currency: string; day: string } } = {},
  ) {
    super(message, options);
    this.lacking = options.lacking ?? null;
  }
}
