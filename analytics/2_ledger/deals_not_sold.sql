-- Orders that the seller never shipped and that were cancelled for the seller's reason (R21), on the day of cancellation.
-- grain: order_id
-- posts: defects
select
    seller_id, buyer_id, order_id, cast(null as varchar) as defect_id, segment,
    cast(ordered_at as date) as order_date,
    cast(cancelled_at as date) as event_date,
    amount,
    'liable' as liability
from files.orders
where cancelled_at is not null
    and shipped_at is null
    and (cancel_fault = 'seller' or (cancel_fault is null and cancelled_by = 'seller'))
