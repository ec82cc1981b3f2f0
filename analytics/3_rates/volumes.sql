-- Plain orders on one side of a rate: what each seller has in each window.
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

wanted_segments as (

    select cast(unnest($segments) as integer) as segment_id

),

wanted_sellers as (

    select cast(unnest($seller_keys) as integer) as seller_key

)

select
    days.window_id, volumes.seller_key,
    cast(sum(volumes.count) as double) as count,
    cast(sum(volumes.items) as double) as items,
    cast(sum(volumes.amount) as double) as amount
from ledger.volumes
inner join days on case when cast($by_order as boolean) then volumes.order_date else volumes.event_date end = days.day
where volumes.measure_id = cast($volume_measure as utinyint)
    and (cast($segments as integer[]) is null or volumes.segment_id in (select segment_id from wanted_segments))
    and (cast($seller_keys as integer[]) is null or volumes.seller_key in (select seller_key from wanted_sellers))
    and volumes.order_date >= cast($first_order as date) and volumes.order_date < cast($last_order as date)
    and volumes.event_date >= cast($first_event as date) and volumes.event_date < cast($last_event as date)
    and volumes.event_date < days.cutoff and volumes.batch_id <= days.known_batch
group by days.window_id, volumes.seller_key
