-- How much of each seller's orders has had its time: orders weighted by the share of their defects that has come by now.
-- grain: seller_key
with

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

developed as (

    select
        cast($first_order as date) + cast(unnest(range(len($developed))) as integer) as order_date,
        unnest(cast($developed as double[])) as share

),

orders_by_day as (

    select seller_key, order_date, count from ledger.volumes
    where measure_id in (select measure_id from wanted_measures)
        and segment_id in (select segment_id from wanted_segments)
        and batch_id <= cast($known_batch as integer)
        and order_date >= cast($first_order as date) and order_date < cast($last_order as date)
        and event_date < cast($as_of as date)
    union all
    select seller_key, order_date, count from ledger.entries
    where measure_id in (select measure_id from wanted_measures)
        and segment_id in (select segment_id from wanted_segments)
        and batch_id <= cast($known_batch as integer)
        and order_date >= cast($first_order as date) and order_date < cast($last_order as date)
        and event_date < cast($as_of as date)

)

select orders_by_day.seller_key, sum(orders_by_day.count * developed.share) as matured
from orders_by_day
inner join developed on orders_by_day.order_date = developed.order_date
group by orders_by_day.seller_key
