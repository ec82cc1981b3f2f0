-- Cases with their orders, and what exempts the seller from them: once by who was right (liability), once by who pays (bearing), once by whether it is over (openness). Day of the ruling: of closing, or the latest day that tells.
-- grain: case_id
with

cases as (

    select * from files.cases

),

orders as (

    select * from files.orders

),

cases_of_orders as (

    select
        cases.*,
        orders.seller_id, orders.buyer_id, orders.segment, orders.cancelled_at,
        orders.amount as order_amount, orders.minor_units, coalesce(orders.item_count, 1) as items,
        cast(orders.ordered_at as date) as order_date,
        coalesce(orders.cancel_fault = 'buyer' and orders.shipped_at is null, false) as is_buyer_fault
    from cases
    inner join orders on cases.order_id = orders.order_id

),

judged as (

    select
        *,
        case
            when is_buyer_fault then 'buyer_fault'
            when response = 'accepted' then 'liable'
            when outcome = 'withdrawn' then 'withdrawn'
            when outcome = 'ruled_for_seller' then 'ruled_for_seller'
            when outcome = 'tracking_confirmed' and reason = 'non_delivery' then 'tracking_confirmed'
            when borne_by = 'platform' then 'platform_borne'
            else 'liable'
        end as liability,
        case
            when is_buyer_fault then 'buyer_fault'
            when borne_by = 'platform' then 'platform_borne'
            else 'liable'
        end as bearing,
        coalesce(
            cast(cast(requested_amount as decimal(38, 4)) * minor_units as bigint), order_amount
        ) as requested,
        coalesce(
            cast(cast(awarded_amount as decimal(38, 4)) * minor_units as bigint),
            cast(cast(requested_amount as decimal(38, 4)) * minor_units as bigint), order_amount
        ) as awarded

    from cases_of_orders

)

select
    seller_id, buyer_id, order_id, case_id as defect_id, segment, order_date,
    cast(opened_at as date) as opened_date,
    cast(escalated_at as date) as escalated_date,
    cast(coalesce(closed_at, escalated_at, opened_at) as date) as closed_date,
    requested, awarded, items, outcome, reason,
    liability,
    case
        when liability = 'liable' then null
        when liability = 'buyer_fault' then case when cancelled_at > opened_at then cast(cancelled_at as date) end
        else cast(closed_at as date)
    end as liable_until,
    bearing,
    case
        when bearing = 'liable' then null
        when bearing = 'buyer_fault' then case when cancelled_at > opened_at then cast(cancelled_at as date) end
        else cast(closed_at as date)
    end as bearing_liable_until,
    case
        when is_buyer_fault then 'buyer_fault'
        when closed_at is not null or outcome is not null then 'closed'
        else 'liable'
    end as openness,
    case
        when not is_buyer_fault then cast(closed_at as date)
        when cancelled_at > opened_at then cast(least(cancelled_at, closed_at) as date)
    end as open_until
from judged
