-- How long after their order the programme's defects came, over the whole marketplace.
-- grain: order_date, lag_days
with

wanted_measures as (

    select measure_id from ledger.measures where list_contains(cast($measures as varchar[]), measure)

),

standing_events as (

    select entries.order_id, entries.order_date, entries.event_date
    from ledger.entries
    where entries.measure_id in (select measure_id from wanted_measures)
        and (cast($reasons as varchar[]) is null or list_contains(cast($reasons as varchar[]), entries.reason))
        and not list_contains(cast($exempt as varchar[]), coalesce(entries.reason, ''))
        and not (
            list_contains(cast($exempt as varchar[]), entries.liability)
            and coalesce(entries.liable_until < cast($as_of as date), true)
        )
        and entries.batch_id <= cast($known_batch as integer)
        and entries.order_date >= cast($first_order as date)
        and entries.event_date < cast($as_of as date)
    group by entries.order_id, entries.order_date, entries.event_date
    having sum(entries.count) > 0

),

first_events as (

    select order_id, order_date, min(event_date) as event_date
    from standing_events
    group by order_id, order_date

)

select
    cast(cast($as_of as date) - order_date as integer) as age_days,
    cast(event_date - order_date as integer) as lag_days,
    cast(count(*) as integer) as defects
from first_events
where event_date >= order_date
group by 1, 2
