import { writeFileSync } from "node:fs";
import { shippedPrograms } from "../analytics/4_standings/programs.js";
import { metricsPage } from "./metrics-page.js";

/* npm run docs: writes data/metrics.md; prettier, which runs after it, lays out its tables. */
writeFileSync(
  new URL("../data/metrics.md", import.meta.url),
  metricsPage(shippedPrograms.values()),
);
