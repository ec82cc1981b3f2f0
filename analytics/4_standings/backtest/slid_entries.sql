-- Single postings on one side of a rate, as they enter and leave windows. Orders and buyers are numbered; buyer 0 is not known. exempt_after: from the day after it the posting is exempt, long ago where it always was.
-- grain: seller_key, order_number, buyer_number, day, event_day, exempt_after, batch_id
with

wanted_measures as (

    select cast(unnest($entry_measures) as utinyint) as measure_id

),

wanted_segments as (

    select cast(unnest($segments) as integer) as segment_id

),

wanted_sellers as (

    select unnest(cast($seller_keys as integer[])) as seller_key

),

wanted as (

    select
        seller_key, order_id, buyer_id, event_date, liable_until, count, amount, items,
        case when cast($by_order as boolean) then order_date else event_date end as window_date,
        case when cast($one_batch as boolean) then 0 else batch_id end as batch_id,
        case when list_contains(cast($less_measures as utinyint[]), measure_id) then -1 else 1 end as sign,
        coalesce(list_contains(cast($exempt as varchar[]), reason), false) as is_exempt_kind,
        list_contains(cast($exempt as varchar[]), liability) as is_exempt
    from ledger.entries
    where measure_id in (select measure_id from wanted_measures)
        and (cast($reasons as varchar[]) is null or list_contains(cast($reasons as varchar[]), reason))
        and (cast($segments as integer[]) is null or segment_id in (select segment_id from wanted_segments))
        and ($seller_keys is null or seller_key in (select seller_key from wanted_sellers))
        and event_date < cast($last_known as date)
        and batch_id <= cast($known_batch as integer)

),

in_reach as (

    select
        *,
        case
            when is_exempt_kind or (is_exempt and liable_until is null) then -1000000
            when is_exempt then cast(liable_until - date '1970-01-01' as integer)
        end as exempt_after
    from wanted
    where window_date >= cast($first_day as date) and window_date < cast($last_day as date)

),

summed as (

    select
        seller_key, order_id, buyer_id, window_date, event_date, exempt_after, batch_id,
        sum(sign * count) as count, sum(sign * items) as items, sum(sign * amount) as amount
    from in_reach
    group by seller_key, order_id, buyer_id, window_date, event_date, exempt_after, batch_id

)

select
    seller_key,
    cast(dense_rank() over (order by seller_key, order_id, buyer_id) as integer) as order_number,
    case
        when buyer_id is null then 0
        else cast(dense_rank() over (order by seller_key, buyer_id) as integer)
    end as buyer_number,
    cast(window_date - date '1970-01-01' as integer) as day,
    cast(event_date - date '1970-01-01' as integer) as event_day,
    exempt_after, batch_id,
    cast(count as double) as count, cast(items as double) as items, cast(amount as double) as amount
from summed
