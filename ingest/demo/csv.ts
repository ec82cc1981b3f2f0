import { open, type FileHandle } from "node:fs/promises";

export interface CsvColumn {
  name: string;
  /** Only text may need quotes. */
  kind: string;
}

export type CsvRow = Readonly<Record<string, string | number | boolean | undefined>>;

const CHUNK = 256 * 1024;
const NEEDS_QUOTES = /[",\r\n]/;

/** One CSV file, written in chunks; whoever adds lines must `flush` once it is `full`. */
export class CsvFile {
  rows = 0;
  #buffer: string;
  readonly #cells: string[] = [];

  private constructor(
    readonly path: string,
    readonly columns: readonly CsvColumn[],
    readonly handle: FileHandle,
  ) {
    this.#buffer = `${columns.map(({ name }) => name).join(",")}\n`;
  }

  static async create(path: string, columns: readonly CsvColumn[]): Promise<CsvFile> {
    return new CsvFile(path, columns, await open(path, "w"));
  }

  get full(): boolean {
    return this.#buffer.length >= CHUNK;
  }

  line(row: CsvRow): string {
    const cells = this.#cells;
    for (let i = 0; i < this.columns.length; i++) {
      const { name, kind } = this.columns[i] as CsvColumn;
      const value = row[name];
      if (value === undefined) cells[i] = "";
      else cells[i] = kind === "text" && typeof value === "string" ? quoted(value) : String(value);
    }
    return `${cells.join(",")}\n`;
  }

  add(line: string): void {
    this.#buffer += line;
    this.rows++;
  }

  async flush(): Promise<void> {
    const chunk = this.#buffer;
    this.#buffer = "";
    if (chunk !== "") await this.handle.appendFile(chunk);
  }

  /** Closes the file; what was not flushed is lost. */
  async close(): Promise<void> {
    await this.handle.close();
  }
}

function quoted(value: string): string {
  return NEEDS_QUOTES.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
