/** Text rows that a source gives, before anything is known of feeds. */
export interface Source {
  /** As the user named it; it goes into messages and quarantine. */
  name: string;
  columns: readonly string[];
  /**
   * SELECT giving source_line, every column of `columns` as text, and, where `hasProblem`,
   * source_problem: `column<TAB>value<TAB>reason` for rows that are no rows.
   */
  rows: string;
  hasProblem: boolean;
  /** CSV only: how to find physical lines, and what the reader refused. */
  csv?: CsvDetails;
}

export interface CsvDetails {
  path: string;
  compressed: boolean;
  /** Same as `rows`, with source_line the ordinal of the row, and `newlines` inside it. */
  numberedRows: string;
  /** SELECT giving line, text: the physical lines. */
  lines: string;
  rejectsTable: string;
  /** The same for numberedRows. */
  numberedRejectsTable: string;
}
