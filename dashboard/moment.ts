/** The moment whose knowledge the address asks for, ISO 8601; null for now. */
export const knownAt = (): string | null => new URLSearchParams(location.search).get("known_at");
