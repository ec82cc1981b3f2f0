-- Orders cancelled, by anybody and for any reason, on the day of cancellation; whose fault it was is the liability (R20).
-- grain: order_id
-- posts: occurrences
select
    seller_id, buyer_id, order_id, cast(null as varchar) as defect_id, segment,
    cast(ordered_at as date) as order_date,
    cast(cancelled_at as date) as event_date,
    amount, coalesce(item_count, 1) as items,
    case
        when cancel_fault = 'buyer' then 'buyer_fault'
        when cancel_fault = 'none' then 'no_fault'
        when cancel_fault is null and cancelled_by = 'buyer' then 'buyer_fault'
        else 'liable'
    end as liability, cancelled_by as reason, cast(null as date) as liable_until
from files.orders
where cancelled_at is not null
