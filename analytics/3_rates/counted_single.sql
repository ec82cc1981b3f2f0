-- Single postings of a measure that no order has twice in one window, of every seller: raw, and without what was exempt by the cutoff.
-- grain: seller_key
with

wanted_segments as (

    select cast(unnest($segments) as integer) as segment_id

),

posted as (

    select
        seller_key, cast(count as double) as count,
        case when cast($has_items as boolean) then cast(items as double) end as items,
        case when cast($has_amounts as boolean) then cast(amount as double) end as amount,
        coalesce(list_contains(cast($exempt as varchar[]), reason), false)
            or (
                list_contains(cast($exempt as varchar[]), liability)
                and (liable_until is null or liable_until < cast($cutoff as date))
            ) as is_exempt
    from ledger.entries
    where measure_id = cast($measure as utinyint)
        and (cast($reasons as varchar[]) is null or list_contains(cast($reasons as varchar[]), reason))
        and order_date >= cast($first_order as date) and order_date < cast($last_order as date)
        and event_date >= cast($first_event as date) and event_date < cast($last_event as date)
        and batch_id > cast($after_batch as integer) and batch_id <= cast($known_batch as integer)
        and (cast($segments as integer[]) is null or segment_id in (select segment_id from wanted_segments))

)

select
    cast(seller_key as double) as seller_key,
    sum(count) as count, sum(items) as items, sum(amount) as amount,
    sum(case when is_exempt then 0 else count end) as judged_count,
    sum(case when is_exempt then 0 else items end) as judged_items,
    sum(case when is_exempt then 0 else amount end) as judged_amount
from posted
-- As DOUBLE: an array of all keys, which DuckDB would take for whole numbers, costs more than few sellers' sums.
group by cast(seller_key as double)
