import { useLayoutEffect, useRef } from "preact/hooks";
import { gauge, type GaugeRow } from "../charts/gauge.js";

/** A load-line gauge in a table or list; the row's own cells say the same in figures. */
export function GaugeCell({ row, width }: { row: GaugeRow; width: number }) {
  const host = useRef<HTMLSpanElement>(null);
  const { rate, rate_low, rate_high, expected_final_rate, line_rate, severity } = row;
  useLayoutEffect(() => {
    host.current?.replaceChildren(gauge(row, { width }));
  }, [width, rate, rate_low, rate_high, expected_final_rate, line_rate, severity]);
  return <span class="gauge" ref={host} style={{ width: `${width}px` }} aria-hidden="true" />;
}
