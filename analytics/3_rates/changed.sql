-- Of whom batches posted anything, and to which measure.
-- grain: measure_id, seller_key
with

posted as (

    select measure_id, seller_key from ledger.volumes
    where batch_id > cast($after as integer) and batch_id <= cast($until as integer)
    union
    select measure_id, seller_key from ledger.entries
    where batch_id > cast($after as integer) and batch_id <= cast($until as integer)

)

select cast(measure_id as double) as measure_id, cast(seller_key as double) as seller_key
from posted
