-- Single postings on one side of a rate: what each seller has in each window, raw and without what is exempt by the window's cutoff.
-- grain: window_id, seller_key
with

windows as (

    select
        cast(unnest($window_ids) as integer) as window_id,
        cast(unnest($starts) as date) as first_day, cast(unnest($ends) as date) as last_day,
        cast(unnest($cutoffs) as date) as cutoff, cast(unnest($known_batches) as integer) as known_batch

),

days as (

    select window_id, cutoff, known_batch, cast(unnest(range(first_day, last_day, interval 1 day)) as date) as day
    from windows

),

wanted_measures as (

    select cast(unnest($entry_measures) as utinyint) as measure_id

),

wanted_segments as (

    select cast(unnest($segments) as integer) as segment_id

),

wanted_sellers as (

    select cast(unnest($seller_keys) as integer) as seller_key

),

in_window as (

    select
        days.window_id, entries.seller_key,
        case when cast($has_orders as boolean) then entries.order_id end as order_id,
        case when cast($has_buyers as boolean) then entries.buyer_id end as buyer_id,
        case when list_contains(cast($less_measures as utinyint[]), entries.measure_id) then -1 else 1 end as sign,
        sign * cast(entries.count as double) as count,
        case when cast($has_items as boolean) then sign * cast(entries.items as double) end as items,
        case when cast($has_amounts as boolean) then sign * cast(entries.amount as double) end as amount,
        coalesce(list_contains(cast($exempt as varchar[]), entries.reason), false)
            or (
                list_contains(cast($exempt as varchar[]), entries.liability)
                and (entries.liable_until is null or entries.liable_until < days.cutoff)
            ) as is_exempt
    from ledger.entries
    inner join days on case when cast($by_order as boolean) then entries.order_date else entries.event_date end = days.day
    where entries.measure_id in (select measure_id from wanted_measures)
        and (cast($reasons as varchar[]) is null or list_contains(cast($reasons as varchar[]), entries.reason))
        and (cast($segments as integer[]) is null or entries.segment_id in (select segment_id from wanted_segments))
        and (cast($seller_keys as integer[]) is null or entries.seller_key in (select seller_key from wanted_sellers))
        and entries.order_date >= cast($first_order as date) and entries.order_date < cast($last_order as date)
        and entries.event_date >= cast($first_event as date) and entries.event_date < cast($last_event as date)
        and entries.event_date < days.cutoff and entries.batch_id <= days.known_batch

),

by_order as (

    select
        window_id, seller_key, order_id, buyer_id,
        sum(count) as raw_count, sum(amount) as raw_amount, sum(items) as raw_items,
        sum(case when is_exempt then 0 else count end) as judged_count,
        sum(case when is_exempt then 0 else amount end) as judged_amount,
        sum(case when is_exempt then 0 else items end) as judged_items,
        sum(case when sign > 0 then count else 0 end) as raw_added,
        sum(case when sign > 0 and not is_exempt then count else 0 end) as judged_added
    from in_window
    group by window_id, seller_key, order_id, buyer_id

)

-- Sums of whole numbers: exact in a double up to 2^53, and faster than in the types that hold more.
select
    cast(window_id as double) as window_id, cast(seller_key as double) as seller_key,
    sum(raw_count) as raw_events, sum(judged_count) as judged_events,
    -- What is subtracted takes money off an order, never the order: plain ones have no id to take it off.
    cast(count(*) filter (where raw_added > 0) as double) as raw_orders,
    cast(count(*) filter (where judged_added > 0) as double) as judged_orders,
    sum(raw_items) as raw_items, sum(judged_items) as judged_items,
    sum(raw_amount) as raw_amount, sum(judged_amount) as judged_amount,
    cast(count(distinct case when judged_count > 0 then buyer_id end) as double) as judged_buyers
from by_order
group by window_id, seller_key
