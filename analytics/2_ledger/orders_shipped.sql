-- Orders handed over to the carrier, on the day of shipping.
-- grain: order_id
-- posts: volumes
select
    seller_id, buyer_id, order_id, cast(null as varchar) as defect_id, segment,
    cast(ordered_at as date) as order_date,
    cast(shipped_at as date) as event_date,
    amount, coalesce(item_count, 1) as items,
    'liable' as liability, cast(null as varchar) as reason, cast(null as date) as liable_until
from files.orders
where shipped_at is not null
