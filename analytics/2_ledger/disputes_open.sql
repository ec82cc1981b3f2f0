-- Cases and first chargebacks, on the day they were opened or received; closed from the day of closing on, so that what is left is open. A case of an order that the buyer cancelled unshipped is the buyer's (R20). Amount: what is in dispute.
-- grain: reason, defect_id
-- posts: defects
with

cases as (

    select * from files.judged_cases

),

chargebacks as (

    select * from files.judged_chargebacks

),

disputes as (

    select
        seller_id, buyer_id, order_id, defect_id, segment, order_date,
        opened_date as event_date,
        requested as amount, items, openness as liability, 'case' as reason, open_until as liable_until
    from cases
    union all
    select
        seller_id, buyer_id, order_id, defect_id, segment, order_date,
        received_date as event_date,
        amount, items, openness as liability, 'chargeback' as reason, closed_date as liable_until
    from chargebacks
    where kind = 'chargeback'
        and is_first

)

select
    seller_id, buyer_id, order_id, defect_id, segment, order_date,
    event_date,
    amount, items, liability, reason, liable_until
from disputes
