import { identifier, literal, type Session } from "../analytics/engine/duckdb.js";
import type { Batch } from "./batch.js";
import { SourceError } from "./errors.js";
import { feedByName } from "./feeds/index.js";
import { loadSource } from "./load.js";
import {
  compileControls,
  compileTarget,
  compileUntaken,
  recogniseSource,
  type Mapping,
} from "./mapping/index.js";
import { fileSource } from "./sources/file.js";
import { quarantineRejects } from "./apply/quarantine.js";

export interface MappedSummary {
  /** Exact sums over the foreign files, as the mapping declares them, so that money ties. */
  controls: { source: string; name: string; value: string }[];
  /** Rows that no feed of the mapping wanted, by source. */
  untaken: { source: string; rows: number }[];
}

/** Reads foreign files into tables of text, and from there into every feed that the mapping names. */
export async function loadMapped(
  batch: Batch,
  mapping: Mapping,
  files: readonly string[],
  onFile: (file: string) => void,
): Promise<MappedSummary> {
  const tables = await loadTables(batch, mapping, files, onFile);
  for (const target of mapping.feeds) {
    if (!(target.from in tables)) continue;
    const { sql } = compileTarget(mapping, target, tables);
    await batch.session.run(
      `create or replace temp table mapped as select * rename (mapping_problem as source_problem) from (${sql})`,
    );
    const columns = await tableColumns(batch.session, "mapped");
    const known = new Set([
      ...feedByName(target.feed).columns.map(({ name }) => name),
      "source_file",
    ]);
    await loadSource(batch, target.feed, {
      name: files.length === 1 ? (files[0] as string) : `${files.length} files`,
      columns: columns.filter((name) => known.has(name)),
      rows: "select * from mapped",
      hasProblem: true,
    });
  }
  const controls = compileControls(mapping, tables);
  const summary = {
    controls: controls
      ? await batch.session.all<MappedSummary["controls"][number]>(controls.sql)
      : [],
    untaken: await batch.session.all<MappedSummary["untaken"][number]>(
      compileUntaken(mapping, tables).sql,
    ),
  };
  for (const table of ["mapped", ...Object.values(tables)])
    await batch.session.run(`drop table if exists ${table}`);
  return summary;
}

/** One table of text per source of the mapping, with file and line beside each row. */
async function loadTables(
  batch: Batch,
  mapping: Mapping,
  files: readonly string[],
  onFile: (file: string) => void,
): Promise<Record<string, string>> {
  const tables: Record<string, string> = {};
  for (const file of new Set(files)) {
    onFile(file);
    const encodings = new Set(Object.values(mapping.sources).map(({ encoding }) => encoding));
    const [encoding] = encodings.size === 1 ? encodings : [undefined];
    const source = await fileSource(batch.session, file, encoding);
    const name = recogniseSource(mapping, [...source.columns]);
    if (name === undefined)
      throw new SourceError(
        `${file}: no source of the mapping has these columns (${source.columns.join(", ")}); it knows ${Object.keys(mapping.sources).join(", ")}`,
      );
    const table = identifier(`mapping_${name}`);
    const columns = source.columns.map(identifier).join(", ");
    const rows = `select ${literal(file)} as source_file, ${source.csv ? "source_line + 1" : "source_line"} as source_line, ${columns} from (${source.csv?.numberedRows ?? source.rows})`;
    const exists = name in tables;
    await batch.session.run(
      exists
        ? `insert into ${table} by name ${rows}`
        : `create or replace temp table ${table} as ${rows}`,
    );
    await quarantineRejects(
      batch.session,
      name,
      source,
      batch.id,
      source.csv?.numberedRejectsTable,
    );
    tables[name] = table;
  }
  return tables;
}

async function tableColumns(session: Session, table: string): Promise<string[]> {
  const described = await session.all<{ column_name: string }>(`describe ${table}`);
  return described.map((column) => column.column_name);
}
