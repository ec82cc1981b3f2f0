-- How much of each seller's orders has had its time: orders weighted by the share of their defects that has come by now, in billionths: whole numbers add up alike in any order.
-- grain: seller_key
with

wanted_measures as (

    select measure_id from ledger.measures where list_contains(cast($measures as varchar[]), measure)

),

wanted_segments as (

    select cast(unnest($segments) as integer) as segment_id

),

developed as (

    select
        cast($first_order as date) + cast(unnest(range(len($developed))) as integer) as order_date,
        cast(unnest($developed) as bigint) as billionths

),

orders_by_day as (

    select seller_key, order_date, count from ledger.volumes
    where measure_id in (select measure_id from wanted_measures)
        and (cast($segments as integer[]) is null or segment_id in (select segment_id from wanted_segments))
        and batch_id <= cast($known_batch as integer)
        and order_date >= cast($first_order as date) and order_date < cast($last_order as date)
        and event_date < cast($as_of as date)
    union all
    select seller_key, order_date, count from ledger.entries
    where measure_id in (select measure_id from wanted_measures)
        and (cast($segments as integer[]) is null or segment_id in (select segment_id from wanted_segments))
        and batch_id <= cast($known_batch as integer)
        and order_date >= cast($first_order as date) and order_date < cast($last_order as date)
        and event_date < cast($as_of as date)

)

select orders_by_day.seller_key, cast(sum(orders_by_day.count * developed.billionths) as double) as billionths
from orders_by_day
inner join developed on orders_by_day.order_date = developed.order_date
group by orders_by_day.seller_key
