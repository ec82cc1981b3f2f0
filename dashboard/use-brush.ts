import { useState } from "preact/hooks";

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

interface Start {
  x: number;
  y: number;
  box: Box | null;
}

const LEAST = 6;

/** Drawing a box with the mouse: `box` while it is drawn, `onDrawn` once the button is let go. */
export function useBrush(onDrawn: ((box: Box) => void) | undefined) {
  const [start, setStart] = useState<Start | null>(null);
  return {
    box: start?.box ?? null,
    onDown: (event: PointerEvent, x: number, y: number) => {
      if (onDrawn && event.pointerType === "mouse" && event.button === 0)
        setStart({ x, y, box: null });
    },
    onMove: (event: PointerEvent, x: number, y: number) => {
      if (!start) return;
      if (event.buttons === 0) return setStart(null);
      if (Math.hypot(x - start.x, y - start.y) < LEAST) return;
      const [left, right] = [Math.min(x, start.x), Math.max(x, start.x)];
      const [top, bottom] = [Math.min(y, start.y), Math.max(y, start.y)];
      setStart({ ...start, box: { left, right, top, bottom } });
    },
    /** Answers whether a box was drawn, so that the click that ends it opens nothing. */
    onClick: (): boolean => {
      if (start?.box) onDrawn?.(start.box);
      setStart(null);
      return Boolean(start?.box);
    },
  };
}
