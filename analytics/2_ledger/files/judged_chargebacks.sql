-- What banks said of orders, with those orders, and what exempts the seller. The segment has the network and the currency of the dispute.
-- grain: chargeback_id
with

chargebacks as (

    select
        *,
        row_number() over (partition by order_id, kind order by received_at, chargeback_id) as nth_of_kind
    from files.chargebacks

),

orders as (

    select * from files.orders

),

judged as (

    select
        orders.seller_id, orders.buyer_id, orders.order_id, chargebacks.chargeback_id as defect_id,
        concat(
            coalesce(chargebacks.card_network, orders.card_network, ''),
            substr(
                orders.segment, strpos(orders.segment, '|'),
                length(orders.segment) - length(orders.currency) - strpos(orders.segment, '|') + 1
            ),
            chargebacks.currency
        ) as segment,
        cast(orders.ordered_at as date) as order_date,
        cast(chargebacks.received_at as date) as received_date,
        cast(chargebacks.closed_at as date) as closed_date,
        chargebacks.amount, coalesce(orders.item_count, 1) as items,
        chargebacks.kind, chargebacks.category as reason,
        coalesce(chargebacks.stage, 'first') = 'first' or chargebacks.nth_of_kind = 1 as is_first,
        case
            when chargebacks.outcome = 'prevented' then 'prevented'
            when chargebacks.outcome in ('won', 'reversed') then 'won'
            else 'liable'
        end as liability,
        case
            when chargebacks.closed_at is not null or chargebacks.outcome is not null then 'closed' else 'liable'
        end as openness
    from chargebacks
    inner join orders on chargebacks.order_id = orders.order_id

)

select
    *,
    case when liability <> 'liable' then closed_date end as liable_until
from judged
