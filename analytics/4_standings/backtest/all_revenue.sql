-- Orders placed in a range of days, by currency, as known at a batch.
-- grain: currency
with

placed as (

    select segment_id, sum(amount) as amount from ledger.volumes
    where measure_id = (select measure_id from ledger.measures where measure = 'orders_placed')
        and batch_id <= cast($known_batch as integer)
        and event_date >= cast($from as date) and event_date < cast($to as date)
    group by segment_id
    union all
    select segment_id, sum(amount) as amount from ledger.entries
    where measure_id = (select measure_id from ledger.measures where measure = 'orders_placed')
        and batch_id <= cast($known_batch as integer)
        and event_date >= cast($from as date) and event_date < cast($to as date)
    group by segment_id

)

select segments.currency, cast(sum(placed.amount) as bigint) as amount
from placed
inner join ledger.segments on placed.segment_id = segments.segment_id
group by segments.currency
