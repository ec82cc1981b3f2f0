import { UserError } from "../../analytics/errors.js";

/** A place in a mapping, from the top of its YAML document. */
export type MappingPath = readonly (string | number)[];

/** A mapping that cannot be used: where it is wrong, what is wrong, and what to do about it. */
export class MappingError extends UserError {
  override readonly name = "MappingError";

  constructor(
    readonly path: MappingPath,
    readonly problem: string,
    readonly remedy: string,
    /** Name of the file and line, once known. */
    readonly place?: string,
    options?: ErrorOptions,
  ) {
    const where = [place, path.length ? printPath(path) : undefined].filter(Boolean).join(": ");
    super(`${where ? `${where}: ` : ""}${problem}; ${remedy}`, options);
  }

  /** The same error, told with the file and the line it comes from. */
  at(place: string): MappingError {
    return new MappingError(this.path, this.problem, this.remedy, place, { cause: this });
  }
}

/** `feeds[0].columns.amount`, as people write it. */
export function printPath(path: MappingPath): string {
  return path.reduce<string>(
    (text, key) => (typeof key === "number" ? `${text}[${key}]` : text ? `${text}.${key}` : key),
    "",
  );
}
