import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { navigate } from "../route.js";
import { strings } from "../strings.js";

/** What the tooltip says about a point, and where a click on it leads. */
export interface Point {
  title: string;
  lines: readonly string[];
  href?: string | null;
}

interface Placed {
  i: number;
  x: number;
  y: number;
}

interface PlottedProps {
  label: string;
  draw: (width: number) => SVGElement;
  version: unknown;
  points: (i: number) => Point;
  /** `x`: the nearest in time, wherever the pointer is; `both`: the nearest dot within reach. */
  snap?: "x" | "both" | undefined;
  onDrawn: (svg: SVGElement | null) => void;
}

const REACH = 22;

/** An SVG at the width there is, with its points in reach of pointer, touch and keyboard. */
export function Plotted({ label, draw, version, points, snap = "both", onDrawn }: PlottedProps) {
  const box = useRef<HTMLDivElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const placed = useRef<Placed[]>([]);
  const [width, setWidth] = useState(0);
  const [active, setActive] = useState<Placed | null>(null);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(Math.floor(element.clientWidth)));
    observer.observe(element);
    setWidth(Math.floor(element.clientWidth));
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    if (!host.current || width === 0) return;
    const svg = draw(width);
    svg.setAttribute("aria-hidden", "true");
    host.current.replaceChildren(svg);
    placed.current = placesOf(svg);
    setActive(null);
    onDrawn(svg);
  }, [width, version]);

  const find = (event: MouseEvent) => {
    const { left, top } = box.current!.getBoundingClientRect();
    setActive(nearest(placed.current, event.clientX - left, event.clientY - top, snap));
  };
  const open = () => {
    const target = active && points(active.i).href;
    if (target) navigate(target);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const all = placed.current;
    const at = active ? all.indexOf(active) : -1;
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") setActive(null);
    else if (event.key === "Enter") open();
    else if (event.key === "Home") setActive(all[0] ?? null);
    else if (event.key === "End") setActive(all.at(-1) ?? null);
    else if (step)
      setActive(all[at < 0 ? (step > 0 ? 0 : all.length - 1) : clampTo(all, at + step)]!);
    else return;
    event.preventDefault();
  };

  const point = active && points(active.i);
  return (
    <div
      class={point?.href ? "plotted links" : "plotted"}
      ref={box}
      tabIndex={0}
      role="application"
      aria-roledescription="chart"
      aria-label={`${label} ${strings.chart.keys}`}
      onPointerMove={find}
      onPointerDown={find}
      onPointerLeave={() => setActive(null)}
      onBlur={() => setActive(null)}
      onClick={open}
      onKeyDown={onKeyDown}
    >
      <div ref={host} />
      {active && point && (
        <>
          <span class="spot" style={{ left: px(active.x), top: px(active.y) }} />
          <div class="tip" style={tipPlace(active, width)}>
            <bdi>{point.title}</bdi>
            {point.lines.map((line) => (
              <span>{line}</span>
            ))}
          </div>
        </>
      )}
      <span class="unseen" aria-live="polite">
        {point && [point.title, ...point.lines].join(", ")}
      </span>
    </div>
  );
}

/** Preact 11 adds no unit to numbers in styles. */
const px = (value: number) => `${value}px`;

const clampTo = (all: readonly unknown[], i: number) => Math.min(all.length - 1, Math.max(0, i));

/** Reads the places that charts/points.ts wrote; nested drawings add their own offset. */
function placesOf(svg: SVGElement): Placed[] {
  const found = [...svg.querySelectorAll<SVGElement>("[data-i]")].map((node) => ({
    i: Number(node.dataset["i"]),
    x: Number(node.dataset["x"]),
    y: Number(node.dataset["y"]) + Number(node.ownerSVGElement?.getAttribute("y") ?? 0),
  }));
  return found.sort((a, b) => a.i - b.i);
}

function nearest(all: readonly Placed[], x: number, y: number, snap: "x" | "both") {
  let best: Placed | null = null;
  let least = snap === "x" ? Infinity : REACH;
  for (const place of all) {
    const distance = snap === "x" ? Math.abs(place.x - x) : Math.hypot(place.x - x, place.y - y);
    if (distance < least) [best, least] = [place, distance];
  }
  return best;
}

const tipPlace = ({ x, y }: Placed, width: number) => ({
  top: px(y),
  ...(x > width / 2 ? { right: px(width - x + 14) } : { left: px(x + 14) }),
});
