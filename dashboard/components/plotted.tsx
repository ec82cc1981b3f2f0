import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { navigate } from "../route.js";
import { strings } from "../strings.js";
import { useBrush, type Box } from "../use-brush.js";

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
  /** Given the points in a box that the mouse has drawn. */
  onChosen?: ((rows: number[]) => void) | undefined;
}

const REACH = 22;

/** An SVG at the width there is, with its points in reach of pointer, touch and keyboard. */
export function Plotted(props: PlottedProps) {
  const { label, draw, version, points, snap = "both", onDrawn, onChosen } = props;
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

  const brush = useBrush(
    onChosen && ((drawn) => onChosen(placed.current.filter(isIn(drawn)).map(({ i }) => i))),
  );
  const at = (event: MouseEvent) => {
    const { left, top } = box.current!.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top] as const;
  };
  const onMove = (event: PointerEvent) => {
    const [x, y] = at(event);
    brush.onMove(event, x, y);
    setActive(brush.box ? null : nearest(placed.current, x, y, snap));
  };
  const onDown = (event: PointerEvent) => {
    const [x, y] = at(event);
    brush.onDown(event, x, y);
    setActive(nearest(placed.current, x, y, snap));
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
      onPointerMove={onMove}
      onPointerDown={onDown}
      onPointerLeave={() => setActive(null)}
      onBlur={() => setActive(null)}
      onClick={() => brush.onClick() || open()}
      onKeyDown={onKeyDown}
    >
      <div ref={host} />
      {brush.box && <span class="brush" style={boxPlace(brush.box)} />}
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

const isIn =
  ({ left, right, top, bottom }: Box) =>
  ({ x, y }: Placed) =>
    x >= left && x <= right && y >= top && y <= bottom;

const boxPlace = ({ left, right, top, bottom }: Box) => ({
  left: px(left),
  top: px(top),
  width: px(right - left),
  height: px(bottom - top),
});

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
