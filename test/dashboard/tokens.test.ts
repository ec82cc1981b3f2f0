import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

type Rgb = [number, number, number];
type Theme = "light" | "dark";

const css = readFileSync(new URL("../../dashboard/tokens.css", import.meta.url), "utf8");
const tokens = new Map(
  [...css.matchAll(/--([a-z-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(
    ([, name, light, dark]) => [name!, { light: light!, dark: dark! }],
  ),
);

const rgb = (hex: string): Rgb =>
  [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255) as Rgb;
const linear = (c: number) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const toLinear = (hex: string) => rgb(hex).map(linear) as Rgb;
const color = (name: string, theme: Theme) => tokens.get(name)![theme];

/** WCAG 2.2 relative luminance and contrast. */
const luminance = (hex: string) => {
  const [r, g, b] = toLinear(hex);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].toSorted((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** Machado, Oliveira & Fernandes 2009, severity 1.0, on linear RGB. */
const DEFICIENCY = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
} as const;

function lab(linearRgb: Rgb): Rgb {
  const [r, g, b] = linearRgb.map((c) => Math.min(1, Math.max(0, c))) as Rgb;
  const f = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function seenAs(hex: string, matrix: (typeof DEFICIENCY)[keyof typeof DEFICIENCY]): Rgb {
  const from = toLinear(hex);
  return lab(matrix.map((row) => row.reduce((sum, k, i) => sum + k * from[i]!, 0)) as Rgb);
}

const themes: Theme[] = ["light", "dark"];
const texts = ["ink", "muted", "within", "near-text", "above", "severe", "not-scored"];
const marks = ["within", "near", "above", "severe"];

describe.each(themes)("tokens, %s", (theme) => {
  it.each(texts)("%s reads on paper, raised and wash at 4.5 : 1 or better", (text) => {
    const grounds = ["paper", "raised", "wash"];
    const worst = grounds.map((ground) => contrast(color(text, theme), color(ground, theme)));
    expect(Math.min(...worst)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(marks)("%s stands out as a mark at 3 : 1 or better", (mark) => {
    expect(contrast(color(mark, theme), color("paper", theme))).toBeGreaterThanOrEqual(3);
  });

  it.each(["protanopia", "deuteranopia"] as const)("severities differ under %s", (kind) => {
    const matrix = DEFICIENCY[kind];
    const alike = marks.flatMap((a, i) =>
      marks.slice(i + 1).filter((b) => {
        const [p, q] = [seenAs(color(a, theme), matrix), seenAs(color(b, theme), matrix)];
        return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]) < 12;
      }),
    );
    expect(alike).toEqual([]);
  });
});

it("finds every token it judges", () => {
  const names = [...texts, ...marks, "paper", "raised", "wash", "hairline", "line"];
  expect(names.filter((name) => !tokens.has(name))).toEqual([]);
});
