-- Days of one metric of the scores feed, in ten-thousandths, as they enter and leave windows. Columns as those of slid_volumes.
-- grain: seller_key, day, event_day, batch_id
with

wanted_sellers as (

    select unnest(cast($seller_keys as integer[])) as seller_key

)

select
    seller_key,
    cast(date - date '1970-01-01' as integer) as day,
    cast(date - date '1970-01-01' as integer) as event_day,
    case when cast($one_batch as boolean) then 0 else batch_id end as batch_id,
    cast(sum(case when cast($is_numerator as boolean) then numerator else denominator end) * 10000 as double) as count,
    cast(0 as double) as amount
from ledger.scores
where metric = cast($metric as varchar)
    and ($seller_keys is null or seller_key in (select seller_key from wanted_sellers))
    and date >= cast($first_day as date) and date < cast($last_day as date)
    and batch_id <= cast($known_batch as integer)
group by 1, 2, 3, 4
