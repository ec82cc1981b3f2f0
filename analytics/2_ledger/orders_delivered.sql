-- Orders delivered, on the day of delivery.
-- grain: order_id
-- posts: volumes
select
    seller_id, buyer_id, order_id, cast(null as varchar) as defect_id, segment,
    cast(ordered_at as date) as order_date,
    cast(delivered_at as date) as event_date,
    amount,
    'liable' as liability
from files.orders
where delivered_at is not null
