-- The first day from $from on which anything is posted, and how much of that is left as known at a batch: nothing, where all of it was taken back.
-- grain: one row
with

-- Ordered with a limit of one, as then DuckDB skips what is later than the earliest it has seen.
earliest_order as (

    select event_date as day from ledger.volumes
    where batch_id <= cast($known_batch as integer) and event_date >= cast($from as date)
    order by event_date limit 1

),

earliest_defect as (

    select event_date as day from ledger.entries
    where batch_id <= cast($known_batch as integer) and event_date >= cast($from as date)
    order by event_date limit 1

),

earliest_score as (

    select min("date") as day from ledger.scores
    where batch_id <= cast($known_batch as integer) and "date" >= cast($from as date)

),

first_day as (

    select least(
        (select day from earliest_order), (select day from earliest_defect), (select day from earliest_score)
    ) as day

),

orders_left as (

    select coalesce(sum(count), 0) as postings from ledger.volumes
    where event_date = (select day from first_day)
        and batch_id <= cast($known_batch as integer)

),

defects_left as (

    select coalesce(sum(count), 0) as postings from ledger.entries
    where event_date = (select day from first_day)
        and batch_id <= cast($known_batch as integer)

),

scores_left as (

    select seller_key, metric from ledger.scores
    where "date" = (select day from first_day)
        and batch_id <= cast($known_batch as integer)
    group by seller_key, metric
    having sum(numerator) <> 0 or sum(denominator) <> 0

)

select
    cast(first_day.day as varchar) as day,
    orders_left.postings + defects_left.postings + (select count(*) from scores_left) as postings
from first_day
cross join orders_left
cross join defects_left
