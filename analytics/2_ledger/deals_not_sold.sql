-- Orders that the seller never shipped and that were cancelled for the seller's reason (R21), or that the platform closed after ship_by without naming a fault; on the day of cancellation.
-- grain: order_id
-- posts: occurrences
select
    seller_id, buyer_id, order_id, cast(null as varchar) as defect_id, segment,
    cast(ordered_at as date) as order_date,
    cast(cancelled_at as date) as event_date,
    amount, coalesce(item_count, 1) as items,
    'liable' as liability, cast(null as varchar) as reason, cast(null as date) as liable_until
from files.orders
where cancelled_at is not null
    and shipped_at is null
    and (
        cancel_fault = 'seller'
        or (cancel_fault is null and cancelled_by = 'seller')
        or (cancel_fault is null and cancelled_by = 'platform' and cancelled_at > ship_by)
    )
