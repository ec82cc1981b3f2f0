-- Plain orders on one side of a rate, as they enter and leave windows: days are counted from 1970, batch 0 stands for all.
-- grain: seller_key, day, event_day, batch_id
with

wanted_segments as (

    select cast(unnest($segments) as integer) as segment_id

),

wanted_sellers as (

    select unnest(cast($seller_keys as integer[])) as seller_key

)

select
    seller_key,
    cast(case when cast($by_order as boolean) then order_date else event_date end - date '1970-01-01' as integer) as day,
    cast(event_date - date '1970-01-01' as integer) as event_day,
    case when cast($one_batch as boolean) then 0 else batch_id end as batch_id,
    cast(sum(case when cast($items as boolean) then items else count end) as double) as count,
    cast(sum(amount) as double) as amount
from ledger.volumes
where measure_id = cast($volume_measure as utinyint)
    and (cast($segments as integer[]) is null or segment_id in (select segment_id from wanted_segments))
    and ($seller_keys is null or seller_key in (select seller_key from wanted_sellers))
    and case when cast($by_order as boolean) then order_date else event_date end >= cast($first_day as date)
    and case when cast($by_order as boolean) then order_date else event_date end < cast($last_day as date)
    and event_date < cast($last_known as date)
    and batch_id <= cast($known_batch as integer)
group by 1, 2, 3, 4
