-- Who each seller of the ledger is and when it first sold, as known at a batch; its traits are in seller_traits.sql.
-- grain: seller_id
with

described as (

    select seller_id, name, opened_at from facts.sellers
    where recorded_from <= cast($known_batch as integer)
        and (recorded_until is null or recorded_until > cast($known_batch as integer))
        and deleted is distinct from true

),

placed as (

    select seller_key, order_date, count from ledger.volumes
    where measure_id = (select measure_id from ledger.measures where measure = 'orders_placed')
        and batch_id <= cast($known_batch as integer)
    union all
    select seller_key, order_date, count from ledger.entries
    where measure_id = (select measure_id from ledger.measures where measure = 'orders_placed')
        and batch_id <= cast($known_batch as integer)

),

-- Few days lose orders at all, so that the many others need not be summed up to know that some are left.
retracted_days as (

    select distinct seller_key, order_date from placed where count < 0

),

void_days as (

    select placed.seller_key, placed.order_date from placed
    inner join retracted_days
        on placed.seller_key = retracted_days.seller_key and placed.order_date = retracted_days.order_date
    group by placed.seller_key, placed.order_date
    having sum(placed.count) <= 0

),

first_orders as (

    select placed.seller_key, min(placed.order_date) as first_order_date from placed
    left join void_days
        on placed.seller_key = void_days.seller_key and placed.order_date = void_days.order_date
    where void_days.seller_key is null
    group by placed.seller_key

)

select
    sellers.seller_key, sellers.seller_id, described.name,
    strftime(described.opened_at, '%Y-%m-%dT%H:%M:%SZ') as opened_at,
    cast(first_orders.first_order_date as varchar) as first_order_date
from ledger.sellers
left join first_orders on sellers.seller_key = first_orders.seller_key
left join described on sellers.seller_id = described.seller_id
where sellers.since_batch <= cast($known_batch as integer)
