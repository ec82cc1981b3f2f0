-- What every seller is called, as known at a batch.
-- grain: seller_key
with

described as (

    select seller_id, name from facts.sellers
    where recorded_from <= cast($known_batch as integer)
        and (recorded_until is null or recorded_until > cast($known_batch as integer))
        and deleted is distinct from true

)

select sellers.seller_key, sellers.seller_id, described.name
from ledger.sellers
left join described on sellers.seller_id = described.seller_id
where sellers.since_batch <= cast($known_batch as integer)
