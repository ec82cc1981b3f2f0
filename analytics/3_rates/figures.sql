-- One side of a programme's rate: what each seller has in each window, raw and without exempt liabilities.
-- grain: window_id, seller_key
with

windows as (

    select
        cast(unnest($window_ids) as integer) as window_id,
        cast(unnest($order_starts) as date) as order_start, cast(unnest($order_ends) as date) as order_end,
        cast(unnest($event_starts) as date) as event_start, cast(unnest($event_ends) as date) as event_end

),

wanted_segments as (

    select cast(unnest($segments) as integer) as segment_id

),

wanted_sellers as (

    select cast(unnest($seller_keys) as integer) as seller_key

),

from_volumes as (

    select windows.window_id, volumes.seller_key, sum(volumes.count) as count, sum(volumes.amount) as amount
    from ledger.volumes
    inner join windows
        on volumes.order_date >= windows.order_start and volumes.order_date < windows.order_end
        and volumes.event_date >= windows.event_start and volumes.event_date < windows.event_end
    where volumes.measure_id = cast($volume_measure as utinyint)
        and volumes.segment_id in (select segment_id from wanted_segments)
        and (cast($seller_keys as integer[]) is null or volumes.seller_key in (select seller_key from wanted_sellers))
        and volumes.batch_id <= cast($known_batch as integer)
        and volumes.order_date >= cast($first_order as date) and volumes.order_date < cast($last_order as date)
        and volumes.event_date >= cast($first_event as date) and volumes.event_date < cast($last_event as date)
    group by windows.window_id, volumes.seller_key

),

by_order as (

    select
        windows.window_id, entries.seller_key, entries.order_id, entries.buyer_id,
        sum(entries.count) as raw_count, sum(entries.amount) as raw_amount,
        coalesce(sum(entries.count) filter (where not list_contains(cast($exempt as varchar[]), entries.liability)), 0) as judged_count,
        coalesce(sum(entries.amount) filter (where not list_contains(cast($exempt as varchar[]), entries.liability)), 0) as judged_amount
    from ledger.entries
    inner join windows
        on entries.order_date >= windows.order_start and entries.order_date < windows.order_end
        and entries.event_date >= windows.event_start and entries.event_date < windows.event_end
    where list_contains(cast($entry_measures as utinyint[]), entries.measure_id)
        and entries.segment_id in (select segment_id from wanted_segments)
        and (cast($seller_keys as integer[]) is null or entries.seller_key in (select seller_key from wanted_sellers))
        and entries.batch_id <= cast($known_batch as integer)
        and entries.order_date >= cast($first_order as date) and entries.order_date < cast($last_order as date)
        and entries.event_date >= cast($first_event as date) and entries.event_date < cast($last_event as date)
    group by windows.window_id, entries.seller_key, entries.order_id, entries.buyer_id

),

by_kind as (

    select
        window_id, seller_key, count as raw_events, count as judged_events, count as raw_orders, count as judged_orders,
        amount as raw_amount, amount as judged_amount, 0 as judged_buyers
    from from_volumes
    union all
    select
        window_id, seller_key, sum(raw_count), sum(judged_count),
        count(*) filter (where raw_count > 0), count(*) filter (where judged_count > 0),
        sum(raw_amount), sum(judged_amount), count(distinct buyer_id) filter (where judged_count > 0)
    from by_order
    group by window_id, seller_key

)

select
    window_id, seller_key,
    cast(sum(raw_events) as double) as raw_events, cast(sum(judged_events) as double) as judged_events,
    cast(sum(raw_orders) as double) as raw_orders, cast(sum(judged_orders) as double) as judged_orders,
    cast(sum(raw_amount) as double) as raw_amount, cast(sum(judged_amount) as double) as judged_amount,
    cast(sum(judged_buyers) as double) as judged_buyers
from by_kind
group by window_id, seller_key
