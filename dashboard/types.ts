import type { z } from "zod";
import type * as contract from "../server/contract/api.js";

/** Answers of the API, inferred from its contract. */
export type SellersPage = z.infer<typeof contract.SellersPage>;
export type History = z.infer<typeof contract.History>;
export type DefectsPage = z.infer<typeof contract.DefectsPage>;
export type AlertsPage = z.infer<typeof contract.AlertsPage>;
