-- Postings of a measure that no order has twice: what each seller has in each cell of days and class of segments, plain orders apart from single ones.
-- grain: is_single, place, seller_key
with

cells as (

    select
        cast(unnest($cell_ids) as integer) as cell_id,
        cast(unnest($starts) as date) as first_day, cast(unnest($ends) as date) as last_day,
        cast(unnest($cutoffs) as date) as cutoff, cast(unnest($known_batches) as integer) as known_batch

),

days as (

    select cell_id, cutoff, known_batch, cast(unnest(range(first_day, last_day, interval 1 day)) as date) as day
    from cells

),

classes as (

    select cast(unnest($segments) as integer) as segment_id, cast(unnest($classes) as integer) as class_id

),

wanted_sellers as (

    select cast(unnest($seller_keys) as integer) as seller_key

),

plain as (

    select
        days.cell_id * cast($class_count as integer) + coalesce(classes.class_id, 0) as place, volumes.seller_key,
        sum(cast(volumes.count as double)) as count,
        sum(case when cast($has_items as boolean) then cast(volumes.items as double) end) as items,
        sum(case when cast($has_amounts as boolean) then cast(volumes.amount as double) end) as amount
    from ledger.volumes
    inner join days on case when cast($by_order as boolean) then volumes.order_date else volumes.event_date end = days.day
    left join classes on volumes.segment_id = classes.segment_id
    where volumes.measure_id = cast($measure as utinyint)
        and (cast($segments as integer[]) is null or classes.class_id is not null)
        and (cast($seller_keys as integer[]) is null or volumes.seller_key in (select seller_key from wanted_sellers))
        and volumes.order_date >= cast($first_order as date) and volumes.order_date < cast($last_order as date)
        and volumes.event_date >= cast($first_event as date) and volumes.event_date < cast($last_event as date)
        and volumes.event_date < days.cutoff and volumes.batch_id > cast($after_batch as integer) and volumes.batch_id <= days.known_batch
    group by all

),

single_ones as (

    select
        days.cell_id * cast($class_count as integer) + coalesce(classes.class_id, 0) as place, entries.seller_key,
        cast(entries.count as double) as count,
        case when cast($has_items as boolean) then cast(entries.items as double) end as items,
        case when cast($has_amounts as boolean) then cast(entries.amount as double) end as amount,
        coalesce(list_contains(cast($exempt as varchar[]), entries.reason), false)
            or (
                list_contains(cast($exempt as varchar[]), entries.liability)
                and (entries.liable_until is null or entries.liable_until < days.cutoff)
            ) as is_exempt
    from ledger.entries
    inner join days on case when cast($by_order as boolean) then entries.order_date else entries.event_date end = days.day
    left join classes on entries.segment_id = classes.segment_id
    where entries.measure_id = cast($measure as utinyint) and cast($has_singles as boolean)
        and (cast($reasons as varchar[]) is null or list_contains(cast($reasons as varchar[]), entries.reason))
        and (cast($segments as integer[]) is null or classes.class_id is not null)
        and (cast($seller_keys as integer[]) is null or entries.seller_key in (select seller_key from wanted_sellers))
        and entries.order_date >= cast($first_order as date) and entries.order_date < cast($last_order as date)
        and entries.event_date >= cast($first_event as date) and entries.event_date < cast($last_event as date)
        and entries.event_date < days.cutoff and entries.batch_id > cast($after_batch as integer) and entries.batch_id <= days.known_batch

),

single as (

    select
        place, seller_key,
        sum(count) as count, sum(items) as items, sum(amount) as amount,
        sum(case when is_exempt then 0 else count end) as judged_count,
        sum(case when is_exempt then 0 else items end) as judged_items,
        sum(case when is_exempt then 0 else amount end) as judged_amount
    from single_ones
    group by place, seller_key

)

-- Sums of whole numbers: exact in a double up to 2^53, and faster than in the types that hold more.
select
    cast(0 as double) as is_single, cast(place as double) as place, cast(seller_key as double) as seller_key,
    count as raw_count, items as raw_items, amount as raw_amount,
    count as judged_count, items as judged_items, amount as judged_amount
from plain
union all
select 1, place, seller_key, count, items, amount, judged_count, judged_items, judged_amount
from single
