import { useEffect, useRef } from "preact/hooks";
import { getOverview, getPrograms } from "./api.js";
import { Shell } from "./components/shell.js";
import { BacktestsPage } from "./pages/backtests.js";
import { NotFound } from "./pages/not-found.js";
import { ScorePage } from "./pages/score.js";
import { ProgramPage } from "./pages/program.js";
import { ProgramsPage } from "./pages/programs.js";
import { SellerPage } from "./pages/seller.js";
import { SellersPage } from "./pages/sellers.js";
import { Today } from "./pages/today.js";
import { usePlace, type Place } from "./route.js";
import { SharedContext } from "./shared.js";
import { useLoad } from "./use-load.js";

export function App() {
  const place = usePlace();
  const asOf = place.query.get("as_of");
  const overview = useLoad(`overview ${asOf}`, (signal) => getOverview({ as_of: asOf }, signal));
  const programs = useLoad("programs", async (signal) => (await getPrograms(signal)).items);
  useFocusOnArrival(place.path);
  return (
    <SharedContext.Provider value={{ overview, programs, asOf }}>
      <Shell place={place}>{pageAt(place)}</Shell>
    </SharedContext.Provider>
  );
}

function pageAt({ path, query }: Place) {
  if (path === "/") return <Today query={query} />;
  if (path === "/sellers") return <SellersPage query={query} />;
  if (path === "/backtests") return <BacktestsPage query={query} />;
  if (path === "/programs") return <ProgramsPage />;
  const program = /^\/programs\/([^/]+)$/.exec(path)?.[1];
  if (program) return <ProgramPage key={program} id={decodeURIComponent(program)} />;
  const id = /^\/sellers\/([^/]+)$/.exec(path)?.[1];
  if (id) return <SellerPage key={id} id={decodeURIComponent(id)} query={query} />;
  const scored = /^\/sellers\/([^/]+)\/score$/.exec(path)?.[1];
  if (scored) return <ScorePage key={scored} id={decodeURIComponent(scored)} query={query} />;
  return <NotFound />;
}

/** A new page starts at its top, and a screen reader at its content; the first page keeps its focus. */
function useFocusOnArrival(path: string): void {
  const isFirst = useRef(true);
  useEffect(() => {
    if (!isFirst.current) {
      scrollTo(0, 0);
      document.getElementById("content")?.focus({ preventScroll: true });
    }
    isFirst.current = false;
  }, [path]);
}
