import { isMap, isScalar, isSeq, type Document, type LineCounter, type Node } from "yaml";
import { isObject } from "./draft.js";

type Path = readonly (string | number)[];

export interface Place {
  /** Dotted, as the file has it: `versions.1.tiers.0.gates.rate`. */
  path: string;
  line: number | null;
}

/**
 * Where in a file a value of a merged programme stands: in the version that is looked at, or in what
 * all versions share. Tiers, rules and sets are found by their id, as they were merged by it.
 */
export function placeOf(
  document: Document,
  lines: LineCounter,
  { roots, merged, path }: { roots: readonly Path[]; merged: unknown; path: Path },
): Place {
  let best: { depth: number; path: (string | number)[]; node: Node | undefined } | undefined;
  for (const root of roots) {
    const found = walk(document, root, merged, path);
    if (!best || found.depth > best.depth) best = found;
  }
  const range = best?.node?.range;
  return {
    path: (best?.path ?? [...path]).join("."),
    line: range ? lines.linePos(range[0]).line : null,
  };
}

/** As far as the file goes along a path; the rest of the path is what is missing there. */
function walk(document: Document, root: Path, merged: unknown, path: Path) {
  let node = document.getIn(root, true) as Node | undefined;
  let value = merged;
  const found: (string | number)[] = [...root];
  let depth = 0;
  let last = node;
  for (const key of path) {
    const place = placeIn(node, key, value);
    value = isObject(value) || Array.isArray(value) ? (value as never)[key] : undefined;
    if (!place) break;
    depth += 1;
    found.push(place.key);
    node = place.node;
    last = place.at;
  }
  return { depth, path: [...found, ...path.slice(depth)], node: last };
}

function placeIn(node: Node | undefined, key: string | number, value: unknown) {
  if (isMap(node)) {
    const pair = node.items.find(
      (item) => isScalar(item.key) && String(item.key.value) === String(key),
    );
    if (!pair) return undefined;
    return { key, node: pair.value as Node | undefined, at: pair.key as Node };
  }
  if (!isSeq(node)) return undefined;
  const item: unknown = Array.isArray(value) ? value[Number(key)] : undefined;
  const id = isObject(item) ? item["id"] : undefined;
  const hasId = (each: unknown) => isMap(each) && each.get("id") === id;
  const isThere = id === undefined || hasId(node.items[Number(key)]);
  const index = isThere ? Number(key) : node.items.findIndex(hasId);
  const found = node.items[index] as Node | undefined;
  return found && { key: index, node: found, at: found };
}
