/** Small whole numbers of some lists, each once: faster than a Set where they are tens of thousands. */
export function distinct(lists: readonly Iterable<number>[]): number[] {
  let isSeen = new Uint8Array(1024);
  const found: number[] = [];
  for (const list of lists)
    for (const value of list) {
      if (value >= isSeen.length) {
        const wider = new Uint8Array(Math.max(value + 1, 2 * isSeen.length));
        wider.set(isSeen);
        isSeen = wider;
      }
      if (isSeen[value] === 1) continue;
      isSeen[value] = 1;
      found.push(value);
    }
  return found;
}
