-- First chargebacks (no inquiries, no later stages of the same dispute), on the day they were received.
-- grain: chargeback_id
-- posts: defects
with

chargebacks as (

    select
        *,
        row_number() over (partition by order_id order by received_at, chargeback_id) as nth_on_order
    from files.chargebacks
    where kind = 'chargeback'

),

orders as (

    select * from files.orders

),

first_chargebacks as (

    select * from chargebacks
    where (coalesce(stage, 'first') = 'first' or nth_on_order = 1)

),

judged as (

    select
        orders.seller_id, orders.buyer_id, orders.order_id, first_chargebacks.chargeback_id as defect_id,
        concat(
            coalesce(first_chargebacks.card_network, orders.card_network, ''),
            substr(
                orders.segment, strpos(orders.segment, '|'),
                length(orders.segment) - length(orders.currency) - strpos(orders.segment, '|') + 1
            ),
            first_chargebacks.currency
        ) as segment,
        cast(orders.ordered_at as date) as order_date,
        cast(first_chargebacks.received_at as date) as event_date,
        first_chargebacks.amount,
        case
            when first_chargebacks.outcome = 'prevented' then 'prevented'
            when first_chargebacks.category = 'fraud' then 'fraud'
            when first_chargebacks.outcome in ('won', 'reversed') then 'won'
            else 'liable'
        end as liability
    from first_chargebacks
    inner join orders on first_chargebacks.order_id = orders.order_id

)

select * from judged
