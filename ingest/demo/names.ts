import { Random, STREAM } from "./random.js";
import type { Scenario } from "./scenario.js";

/** Names shops: believable, and never the same name twice. */
export function shopNamer(seed: number, { names }: Scenario) {
  const taken = new Set<string>();
  return (index: number, category: string): string => {
    const random = new Random(seed, STREAM.name, index);
    const word = (list: readonly string[]) => list[random.below(list.length)] ?? "";
    const goods = names.goods[category] ?? names.place;
    const patterns = [
      () => `${word(names.place)} ${word(goods)}`,
      () => `${word(names.family)} & ${word(names.family)}`,
      () => `${word(names.given)}’s ${word(goods)}`,
      () => `${word(names.family)} ${word(goods)}`,
      () => `${word(names.place)} & ${word(names.place)} ${word(goods)}`,
      () => `${word(names.family)}, ${word(names.family)} & Co.`,
      () => `${word(names.given)} ${word(names.family)} ${word(goods)}`,
    ] as const;
    let name = random.pick(patterns)();
    for (let tries = 0; taken.has(name) && tries < 4; tries++) name = random.pick(patterns)();
    if (taken.has(name)) name = `${name} of ${word(names.place)}`;
    if (taken.has(name)) name = `${name} No. ${index}`;
    taken.add(name);
    return name;
  };
}
