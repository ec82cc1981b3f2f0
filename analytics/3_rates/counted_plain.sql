-- Plain orders of a measure in one window, of every seller. Window by window this is faster than counted.sql, as nothing is joined.
-- grain: seller_key
with

wanted_segments as (

    select cast(unnest($segments) as integer) as segment_id

)

-- Sums of whole numbers: exact in a double up to 2^53, and faster than in the types that hold more.
select
    cast(seller_key as double) as seller_key, sum(cast(count as double)) as count,
    sum(case when cast($has_items as boolean) then cast(items as double) end) as items,
    sum(case when cast($has_amounts as boolean) then cast(amount as double) end) as amount
from ledger.volumes
where measure_id = cast($measure as utinyint)
    and order_date >= cast($first_order as date) and order_date < cast($last_order as date)
    and event_date >= cast($first_event as date) and event_date < cast($last_event as date)
    and batch_id > cast($after_batch as integer) and batch_id <= cast($known_batch as integer)
    and (cast($segments as integer[]) is null or segment_id in (select segment_id from wanted_segments))
group by seller_key
