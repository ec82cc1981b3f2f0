import type { Projection } from "../../analytics/4_standings/projection.js";
import type { Seller } from "../../server/contract/api.js";
import { getHistory, getProjection, getSeller } from "../api.js";
import { Empty, Failure, Loading } from "../components/notice.js";
import { ScoreLink } from "../components/score-link.js";
import { explanation, verdict } from "../findings.js";
import { windowOf } from "../format.js";
import { href } from "../route.js";
import { useNames, useShared } from "../shared.js";
import { strings } from "../strings.js";
import { useLoad } from "../use-load.js";
import { BuyersChart, Defects, useDefects } from "./seller-defects.js";
import { Gates } from "./seller-gates.js";
import { DaysChart, RateChart } from "./seller-history.js";
import { OutlookSection } from "./seller-outlook.js";
import { ProgramHead } from "./seller-program.js";
import { Standings } from "./seller-standings.js";
import { useTitle } from "./use-title.js";

/** One seller: the verdict, where it stands, how it came there, and which orders counted. */
export function SellerPage({ id, query }: { id: string; query: URLSearchParams }) {
  const { asOf } = useShared();
  const seller = useLoad(`seller ${id} ${asOf}`, (signal) =>
    getSeller(id, { as_of: asOf }, signal),
  );
  useTitle(seller.value?.name ?? id);
  if (seller.error)
    return (
      <>
        <h1>{seller.error.status === 404 ? strings.seller.notFound : id}</h1>
        <Failure error={seller.error} retry={seller.retry} />
        <p>
          <a href={href("/sellers")}>{strings.seller.back}</a>
        </p>
      </>
    );
  if (!seller.value) return <Loading height={480} />;
  return <Known seller={seller.value} program={query.get("program")} />;
}

function Known({ seller, program }: { seller: Seller; program: string | null }) {
  const names = useNames();
  const worst = seller.standings[0];
  const chosen = seller.standings.find((row) => row.program === program) ?? worst;
  const history = useLoad(
    chosen ? `history ${seller.seller_id} ${chosen.program} ${seller.as_of}` : null,
    (signal) =>
      getHistory(seller.seller_id, { program: chosen?.program, as_of: seller.as_of }, signal),
  );
  const ahead = useLoad(
    chosen ? `projection ${seller.seller_id} ${chosen.program} ${seller.as_of}` : null,
    (signal) =>
      getProjection(seller.seller_id, { program: chosen?.program, as_of: seller.as_of }, signal),
  );
  const projection = ahead.loading ? null : ahead.value;
  const defects = useDefects(seller, chosen);
  const current = history.loading ? null : history.value;
  return (
    <>
      <h1>
        <bdi>{seller.name ?? seller.seller_id}</bdi>
      </h1>
      <p class="sub">
        <bdi>{identity(seller)}</bdi>
      </p>
      <ScoreLink id={seller.seller_id} />
      <p class="lead">
        <strong class={worst?.severity ?? "not_scored"}>{verdict(seller.standings)}</strong>{" "}
        {worst &&
          explanation(
            worst,
            windowOf(worst.window_start, worst.window_end),
            names.currency(worst.program),
          )}
      </p>
      {chosen ? (
        <>
          <Standings rows={seller.standings} chosen={chosen} />
          <ProgramHead row={chosen} projection={projection} />
          {ahead.error ? (
            <Failure error={ahead.error} retry={ahead.retry} />
          ) : projection ? (
            isInForce(projection) && <OutlookSection projection={projection} />
          ) : (
            <Loading height={320} />
          )}
          <div class="columns">
            <div>
              {history.error ? (
                <Failure error={history.error} retry={history.retry} />
              ) : current ? (
                <>
                  <RateChart
                    history={current}
                    row={chosen}
                    batch={seller.batch_id}
                    projection={projection}
                  />
                  <DaysChart history={current} row={chosen} batch={seller.batch_id} />
                </>
              ) : (
                <Loading height={600} />
              )}
            </div>
            <div>
              <Gates row={chosen} />
              <BuyersChart defects={defects} seller={seller} row={chosen} />
            </div>
          </div>
          <Defects key={chosen.program} defects={defects} seller={seller} row={chosen} />
        </>
      ) : (
        <Empty>{strings.seller.noStandings}</Empty>
      )}
    </>
  );
}

/** A programme without a version in force, now and next time, has no outlook. */
const isInForce = ({ current, to_date }: Projection) =>
  current.program_version !== "" || to_date.program_version !== "";

function identity(seller: Seller): string {
  const since = seller.opened_at
    ? strings.seller.since(seller.opened_at)
    : seller.first_order_date
      ? strings.seller.firstOrder(seller.first_order_date)
      : strings.seller.noOrders;
  const id = seller.name === null ? null : seller.seller_id;
  return [id, seller.category, seller.region, since, strings.seller.orders(seller.orders_60d)]
    .filter(Boolean)
    .join(" · ");
}
