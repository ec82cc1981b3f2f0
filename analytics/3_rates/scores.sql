-- What sellers got of one metric in each window, as known at the window's own batch: exact sums of its days.
-- grain: window_id, seller_key
with

windows as (

    select
        cast(unnest($window_ids) as integer) as window_id,
        cast(unnest($starts) as date) as start_date, cast(unnest($ends) as date) as end_date,
        cast(unnest($known_batches) as integer) as known_batch

),

wanted_sellers as (

    select cast(unnest($seller_keys) as integer) as seller_key

),

summed as (

    select
        windows.window_id, scores.seller_key,
        sum(scores.numerator) as numerator, sum(scores.denominator) as denominator
    from ledger.scores
    inner join windows
        on scores.date >= windows.start_date and scores.date < windows.end_date
        and scores.batch_id <= windows.known_batch
    where scores.metric = cast($metric as varchar)
        and (cast($seller_keys as integer[]) is null or scores.seller_key in (select seller_key from wanted_sellers))
    group by windows.window_id, scores.seller_key

)

select
    cast(window_id as double) as window_id, cast(seller_key as double) as seller_key,
    cast(numerator as double) as numerator, cast(denominator as double) as denominator
from summed
where numerator <> 0 or denominator <> 0
