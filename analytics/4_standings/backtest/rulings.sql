-- How the platform ruled the cases of each seller, by the day of the ruling, as known at a batch.
-- grain: seller_key
with

ruled as (

    select entries.seller_key, entries.count as for_buyer, 0 as for_seller
    from ledger.entries
    inner join ledger.measures on entries.measure_id = measures.measure_id
    where measures.measure = 'cases_ruled_for_buyer'
        and entries.batch_id <= cast($known_batch as integer)
        and entries.event_date >= cast($from as date) and entries.event_date < cast($to as date)
    union all
    select entries.seller_key, 0 as for_buyer, entries.count as for_seller
    from ledger.entries
    inner join ledger.measures on entries.measure_id = measures.measure_id
    where measures.measure = 'cases_opened' and entries.liability = 'ruled_for_seller'
        and entries.batch_id <= cast($known_batch as integer)
        and coalesce(entries.liable_until, entries.event_date) >= cast($from as date)
        and coalesce(entries.liable_until, entries.event_date) < cast($to as date)

)

select
    seller_key,
    cast(sum(for_buyer) as integer) as for_buyer,
    cast(sum(for_seller) as integer) as for_seller
from ruled
group by seller_key
having sum(for_buyer) <> 0 or sum(for_seller) <> 0
