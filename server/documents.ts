import { ApiError } from "./problem.js";

const LINES = new Set([
  "application/x-ndjson",
  "application/ndjson",
  "application/jsonl",
  "application/x-jsonlines",
]);

/** The JSON text of each row of a body: an array's elements, or NDJSON's lines, as they were sent. */
export function readDocuments(contentType: string, bytes: ArrayBuffer): string[] {
  const [type = ""] = contentType.toLowerCase().split(";");
  const isLines = LINES.has(type.trim());
  if (!isLines && type.trim() !== "application/json")
    throw new ApiError(
      415,
      "unsupported media type",
      "send application/json (an array) or application/x-ndjson (an object a line)",
    );
  const body = decode(bytes);
  const documents = isLines ? lines(body) : elements(body);
  if (documents.length === 0)
    throw new ApiError(
      400,
      "no rows",
      "the body has no rows: send a JSON array of objects, or one JSON object a line",
    );
  return documents;
}

function decode(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new ApiError(400, "not UTF-8", `the body is not UTF-8: ${(cause as Error).message}`);
  }
}

const lines = (body: string) => body.split("\n").filter((line) => line.trim() !== "");

function elements(body: string): string[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch (cause) {
    const looksLikeLines = body.trimStart().startsWith("{") && body.includes("\n");
    const hint = looksLikeLines
      ? "; for one object a line send content-type application/x-ndjson"
      : "";
    throw new ApiError(400, "not JSON", `the body is not JSON: ${(cause as Error).message}${hint}`);
  }
  return Array.isArray(parsed) ? elementTexts(body) : [body];
}

/**
 * The elements of an array that is known to be JSON, cut out of its text: through JavaScript's
 * numbers a long id or amount would lose digits.
 */
function elementTexts(array: string): string[] {
  const texts: string[] = [];
  let from = array.indexOf("[") + 1;
  let depth = 0;
  let isQuoted = false;
  for (let at = from; at < array.length; at++) {
    const token = array[at];
    if (isQuoted) {
      if (token === "\\") at += 1;
      else isQuoted = token !== '"';
    } else if (token === '"') isQuoted = true;
    else if (token === "[" || token === "{") depth += 1;
    else if (depth > 0) depth -= token === "]" || token === "}" ? 1 : 0;
    else if (token === "," || token === "]") {
      texts.push(array.slice(from, at).trim());
      from = at + 1;
    }
  }
  return texts.length === 1 && texts[0] === "" ? [] : texts;
}
