-- One side of a programme's rate: what each seller has in each window, raw and without exempt liabilities.
-- grain: window_id, seller_key
with

windows as (

    select
        cast(unnest($window_ids) as integer) as window_id,
        cast(unnest($order_starts) as date) as order_start, cast(unnest($order_ends) as date) as order_end,
        cast(unnest($event_starts) as date) as event_start, cast(unnest($event_ends) as date) as event_end

),

wanted_measures as (

    select measure_id from ledger.measures where list_contains(cast($measures as varchar[]), measure)

),

wanted_segments as (

    select segment_id from ledger.segments
    where (cast($card_network as varchar[]) is null or list_contains(cast($card_network as varchar[]), card_network))
        and (cast($card_present as varchar[]) is null or list_contains(cast($card_present as varchar[]), cast(card_present as varchar)))
        and (cast($region as varchar[]) is null or list_contains(cast($region as varchar[]), region))
        and (cast($category as varchar[]) is null or list_contains(cast($category as varchar[]), category))

),

wanted_sellers as (

    select seller_key from ledger.sellers
    where cast($seller_keys as integer[]) is null or list_contains(cast($seller_keys as integer[]), seller_key)

),

lines as (

    select
        seller_key, measure_id, segment_id, order_date, event_date, batch_id, count, amount,
        cast(null as varchar) as order_id, cast(null as varchar) as buyer_id, 'liable' as liability
    from ledger.volumes
    union all
    select
        seller_key, measure_id, segment_id, order_date, event_date, batch_id, count, amount,
        order_id, buyer_id, liability
    from ledger.entries

),

by_order as (

    select
        windows.window_id, lines.seller_key, lines.order_id, lines.buyer_id,
        sum(lines.count) as raw_count,
        coalesce(sum(lines.count) filter (where not list_contains(cast($exempt as varchar[]), lines.liability)), 0) as judged_count,
        sum(lines.amount) as raw_amount,
        coalesce(sum(lines.amount) filter (where not list_contains(cast($exempt as varchar[]), lines.liability)), 0) as judged_amount
    from lines
    inner join windows
        on lines.order_date >= windows.order_start and lines.order_date < windows.order_end
        and lines.event_date >= windows.event_start and lines.event_date < windows.event_end
    where lines.measure_id in (select measure_id from wanted_measures)
        and lines.segment_id in (select segment_id from wanted_segments)
        and lines.seller_key in (select seller_key from wanted_sellers)
        and lines.batch_id <= cast($known_batch as integer)
        and lines.order_date >= cast($first_order as date) and lines.order_date < cast($last_order as date)
        and lines.event_date >= cast($first_event as date) and lines.event_date < cast($last_event as date)
    group by windows.window_id, lines.seller_key, lines.order_id, lines.buyer_id

)

select
    window_id, seller_key,
    cast(sum(raw_count) as bigint) as raw_events,
    cast(sum(judged_count) as bigint) as judged_events,
    cast(sum(case when order_id is null then raw_count when raw_count > 0 then 1 else 0 end) as bigint) as raw_orders,
    cast(sum(case when order_id is null then judged_count when judged_count > 0 then 1 else 0 end) as bigint) as judged_orders,
    cast(sum(raw_amount) as bigint) as raw_amount,
    cast(sum(judged_amount) as bigint) as judged_amount,
    cast(count(distinct buyer_id) filter (where judged_count > 0) as bigint) as judged_buyers
from by_order
group by window_id, seller_key
