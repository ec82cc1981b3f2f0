const asked = (name: string): string | null => new URLSearchParams(location.search).get(name);

/** The moment whose knowledge the address asks for, ISO 8601; null for now. */
export const knownAt = (): string | null => asked("known_at");

/** The evaluation that the address asks for: `projected` is the next one; null for the last one. */
export const evaluation = (): string | null => asked("evaluation");

export const isProjected = (): boolean => evaluation() === "projected";
