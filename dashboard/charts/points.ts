import type { RenderFunction } from "@observablehq/plot";

/** Marks each drawn element with its row and place, so that pointer and keyboard can find it. */
export const markPoints: RenderFunction = (index, scales, values, dimensions, context, next) => {
  const node = next?.(index, scales, values, dimensions, context) ?? null;
  if (!node) return null;
  const xs = values.x ?? values.x2;
  const ys = values.y ?? values.y2;
  index.forEach((row, k) => {
    const child = node.children[k];
    if (!child) return;
    child.setAttribute("data-i", String(row));
    child.setAttribute("data-x", round(xs?.[row] ?? dimensions.marginLeft));
    child.setAttribute("data-y", round(ys?.[row] ?? dimensions.marginTop));
  });
  return node;
};

const round = (value: number) => value.toFixed(1);

/** Moves labels apart so that neighbours are at least `gap` pixels from each other, order kept. */
export function spread(positions: readonly number[], gap: number, low: number, high: number) {
  const order = positions.map((_, i) => i).sort((a, b) => positions[a]! - positions[b]!);
  const placed = [...positions];
  let floor = low;
  for (const i of order) {
    placed[i] = Math.max(placed[i]!, floor);
    floor = placed[i] + gap;
  }
  let ceiling = high;
  for (const i of order.toReversed()) {
    placed[i] = Math.min(placed[i]!, ceiling);
    ceiling = placed[i] - gap;
  }
  return placed;
}
