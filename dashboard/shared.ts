import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Program } from "../analytics/4_standings/program.js";
import type { Overview } from "../server/contract/api.js";
import type { Loaded } from "./use-load.js";

export interface Shared {
  overview: Loaded<Overview>;
  programs: Loaded<Program[]>;
  /** The day asked for in the address, or null for the newest. */
  asOf: string | null;
}

export const SharedContext = createContext<Shared | null>(null);

export function useShared(): Shared {
  const shared = useContext(SharedContext);
  if (!shared) throw new TypeError("useShared outside of the shell");
  return shared;
}

/** Names of programmes and tiers, and the currency of those that count money. */
export function useNames() {
  const { programs, overview } = useShared();
  const program = (id: string) => programs.value?.find((each) => each.id === id) ?? null;
  return {
    areKnown: programs.value !== null,
    program: (id: string) =>
      program(id)?.name ?? overview.value?.programs.find((each) => each.program === id)?.name ?? id,
    tier: (id: string, tier: string) =>
      program(id)?.tiers.find((each) => each.id === tier)?.name ??
      overview.value?.programs
        .find((each) => each.program === id)
        ?.tiers.find((each) => each.tier === tier)?.name ??
      null,
    confidence: (id: string) =>
      overview.value?.programs.find((each) => each.program === id)?.confidence ?? "verified",
    summary: (id: string) => program(id)?.summary ?? null,
    currency: (id: string) => {
      const found = program(id);
      if (found?.kind !== "rate" || found.unit !== "amount") return null;
      return found.reporting_currency ?? null;
    },
  };
}
