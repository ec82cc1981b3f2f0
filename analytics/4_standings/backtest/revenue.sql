-- Orders that sellers got during some stays, by currency, as known at a batch. Days are counted from 1970; stays of a seller do not overlap.
-- grain: seller_key, currency
with

stays as (

    select
        unnest(cast($seller_keys as integer[])) as seller_key,
        date '1970-01-01' + unnest(cast($starts as integer[])) as first_day,
        date '1970-01-01' + unnest(cast($ends as integer[])) as last_day

),

bounds as (

    select min(first_day) as first_day, max(last_day) as last_day from stays

),

placed as (

    select seller_key, segment_id, event_date, amount from ledger.volumes
    where measure_id = (select measure_id from ledger.measures where measure = 'orders_placed')
        and batch_id <= cast($known_batch as integer)
        and event_date >= (select first_day from bounds) and event_date < (select last_day from bounds)
    union all
    select seller_key, segment_id, event_date, amount from ledger.entries
    where measure_id = (select measure_id from ledger.measures where measure = 'orders_placed')
        and batch_id <= cast($known_batch as integer)
        and event_date >= (select first_day from bounds) and event_date < (select last_day from bounds)

),

during_stays as (

    select placed.seller_key, placed.segment_id, sum(placed.amount) as amount
    from placed
    inner join stays
        on placed.seller_key = stays.seller_key
        and placed.event_date >= stays.first_day and placed.event_date < stays.last_day
    group by placed.seller_key, placed.segment_id

)

select during_stays.seller_key, segments.currency, cast(sum(during_stays.amount) as bigint) as amount
from during_stays
inner join ledger.segments on during_stays.segment_id = segments.segment_id
group by during_stays.seller_key, segments.currency
having sum(during_stays.amount) <> 0
