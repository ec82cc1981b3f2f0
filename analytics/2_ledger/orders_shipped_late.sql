-- Orders not handed over by ship_by, on that day: late from then on. What was delivered by then was shipped; what was cancelled by then need not be.
-- grain: order_id
-- posts: occurrences
select
    seller_id, buyer_id, order_id, cast(null as varchar) as defect_id, segment,
    cast(ordered_at as date) as order_date,
    cast(ship_by as date) as event_date,
    amount, coalesce(item_count, 1) as items,
    case when cancel_fault = 'buyer' and shipped_at is null then 'buyer_fault' else 'liable' end as liability,
    cast(null as varchar) as reason,
    case when cancel_fault = 'buyer' and shipped_at is null then cast(cancelled_at as date) end as liable_until
from files.orders
where ship_by < coalesce(shipped_at, delivered_at, cancelled_at, cast('9999-12-31' as timestamp))
