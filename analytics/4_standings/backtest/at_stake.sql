-- Money in what one rate counts against sellers, by the day on which it came, during some stays; as known at a batch, without what is exempt by then.
-- grain: seller_key, currency
with

stays as (

    select
        unnest(cast($seller_keys as integer[])) as seller_key,
        date '1970-01-01' + unnest(cast($starts as integer[])) as first_day,
        date '1970-01-01' + unnest(cast($ends as integer[])) as last_day

),

wanted_measures as (

    select measure_id from ledger.measures where list_contains(cast($measures as varchar[]), measure)

),

wanted_segments as (

    select cast(unnest($segments) as integer) as segment_id

),

defects as (

    select seller_key, segment_id, event_date, measure_id, order_id, amount from ledger.entries
    where measure_id in (select measure_id from wanted_measures)
        and (cast($segments as integer[]) is null or segment_id in (select segment_id from wanted_segments))
        and (cast($reasons as varchar[]) is null or list_contains(cast($reasons as varchar[]), reason))
        and not list_contains(cast($exempt as varchar[]), coalesce(reason, ''))
        and not list_contains(cast($exempt as varchar[]), liability)
        and batch_id <= cast($known_batch as integer)
    union all
    select seller_key, segment_id, event_date, measure_id, null as order_id, amount from ledger.volumes
    where measure_id in (select measure_id from wanted_measures)
        and (cast($segments as integer[]) is null or segment_id in (select segment_id from wanted_segments))
        and batch_id <= cast($known_batch as integer)

),

during_stays as (

    select defects.seller_key, defects.segment_id, defects.measure_id, defects.order_id, sum(defects.amount) as amount
    from defects
    inner join stays
        on defects.seller_key = stays.seller_key
        and defects.event_date >= stays.first_day and defects.event_date < stays.last_day
    group by defects.seller_key, defects.segment_id, defects.measure_id, defects.order_id

),

by_order as (

    select
        during_stays.seller_key, segments.currency, during_stays.order_id,
        case
            when cast($once as boolean) and during_stays.order_id is not null then max(during_stays.amount)
            else sum(during_stays.amount)
        end as amount
    from during_stays
    inner join ledger.segments on during_stays.segment_id = segments.segment_id
    group by during_stays.seller_key, segments.currency, during_stays.order_id

)

select seller_key, currency, cast(sum(amount) as bigint) as amount
from by_order
group by seller_key, currency
having sum(amount) <> 0
