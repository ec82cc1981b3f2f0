import type { ComponentChildren } from "preact";
import type { ApiError } from "../api.js";
import { strings } from "../strings.js";

/** Why there is nothing to see. */
export const Empty = ({ children }: { children: ComponentChildren }) => (
  <p class="empty">{children}</p>
);

/** What failed, in the server's own words, and the way to ask again. */
export const Failure = ({ error, retry }: { error: ApiError; retry: () => void }) => (
  <div class="failure" role="alert">
    <p>
      <strong>{error.title}.</strong> {error.detail}
    </p>
    <button type="button" onClick={retry}>
      {strings.error.retry}
    </button>
  </div>
);

export const Loading = ({ height = 120 }: { height?: number }) => (
  <p class="loading" style={{ minHeight: `${height}px` }} role="status">
    {strings.error.loading}…
  </p>
);
