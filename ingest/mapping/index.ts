export { compileTarget } from "./compile.js";
export { compileControls, compileUntaken } from "./controls.js";
export { MappingError, type MappingPath } from "./errors.js";
export type { Condition, Expression } from "./expression.js";
export { loadMapping, parseMapping, recogniseSource, shippedMappings } from "./load.js";
export { sourcesOf, type Tables } from "./relation.js";
export type { Control, Join, Mapping, Source, Target } from "./schema.js";
