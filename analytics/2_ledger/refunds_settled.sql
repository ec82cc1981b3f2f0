-- Refunds whose money went back to the buyer, on the day it arrived, or of the request where that is not known. Amount: the refund's own.
-- grain: refund_id
-- posts: occurrences
with

refunds as (

    select * from files.refunds
    where (status = 'succeeded' or (status is null and settled_at is not null))

),

orders as (

    select * from files.orders

),

settled as (

    select
        orders.seller_id, orders.buyer_id, orders.order_id, refunds.refund_id as defect_id,
        concat(substr(orders.segment, 1, length(orders.segment) - length(orders.currency)), refunds.currency) as segment,
        cast(orders.ordered_at as date) as order_date,
        cast(coalesce(refunds.settled_at, refunds.requested_at) as date) as event_date,
        refunds.amount, coalesce(orders.item_count, 1) as items,
        case when refunds.borne_by = 'platform' then 'platform_borne' else 'liable' end as liability,
        refunds.initiated_by as reason,
        cast(null as date) as liable_until
    from refunds
    inner join orders on refunds.order_id = orders.order_id

)

select * from settled
