-- Cases opened by buyers, on the day of opening: the filing figure (R28). Amount: what the buyer asks for, or the order's.
-- grain: case_id
-- posts: defects
with

cases as (

    select * from files.cases

),

orders as (

    select * from files.orders

),

judged as (

    select
        orders.seller_id, orders.buyer_id, orders.order_id, cases.case_id as defect_id, orders.segment,
        cast(orders.ordered_at as date) as order_date,
        cast(cases.opened_at as date) as event_date,
        coalesce(cast(cast(cases.requested_amount as decimal(38, 4)) * orders.minor_units as bigint), orders.amount) as amount,
        case
            when orders.cancel_fault = 'buyer' and orders.shipped_at is null then 'buyer_fault'
            when cases.response = 'accepted' then 'liable'
            when cases.outcome = 'withdrawn' then 'withdrawn'
            when cases.outcome = 'ruled_for_seller' then 'ruled_for_seller'
            when cases.outcome = 'tracking_confirmed' and cases.reason = 'non_delivery' then 'tracking_confirmed'
            when cases.borne_by = 'platform' then 'platform_borne'
            else 'liable'
        end as liability
    from cases
    inner join orders on cases.order_id = orders.order_id

)

select * from judged
