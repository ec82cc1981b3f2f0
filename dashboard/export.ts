export type Cell = string | number | boolean | null;

const VARIABLE = /var\((--[a-z-]+)\)/g;

/** RFC 4180; a cell that a spreadsheet would run as a formula is kept as text. */
export function toCsv(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [head, ...rows].map((row) => row.map(cellOf).join(",")).join("\r\n") + "\r\n";
}

function cellOf(cell: Cell): string {
  if (cell === null) return "";
  const text = typeof cell === "string" && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function download(name: string, blob: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export function downloadCsv(
  name: string,
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
): void {
  download(`${name}.csv`, new Blob(["\ufeff", toCsv(head, rows)], { type: "text/csv" }));
}

/** The drawing by itself: variables become the colours they stand for now, paper lies behind. */
export function standalone(svg: SVGElement): string {
  const probe = document.createElement("span");
  document.body.append(probe);
  const resolve = (name: string) => {
    if (/serif|sans/.test(name))
      return getComputedStyle(document.documentElement).getPropertyValue(name).replaceAll('"', "'");
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const copy = svg.cloneNode(true) as SVGElement;
  copy.style.background = "var(--paper)";
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  const text = new XMLSerializer()
    .serializeToString(copy)
    .replace(VARIABLE, (_, name: string) => resolve(name));
  probe.remove();
  return text;
}

export function downloadSvg(name: string, svg: SVGElement): void {
  download(`${name}.svg`, new Blob([standalone(svg)], { type: "image/svg+xml" }));
}

/** Twice the size on screen. */
export async function downloadPng(name: string, svg: SVGElement): Promise<void> {
  const url = URL.createObjectURL(new Blob([standalone(svg)], { type: "image/svg+xml" }));
  const image = new Image();
  image.src = url;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Number(svg.getAttribute("width")) * 2;
  canvas.height = Number(svg.getAttribute("height")) * 2;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(url);
  canvas.toBlob((blob) => blob && download(`${name}.png`, blob));
}
