-- Cases that the platform ruled for the buyer, on the day of the ruling: the seller's responsibility. Amount: what the buyer asks for, or the order's.
-- grain: case_id
-- posts: defects
select
    seller_id, buyer_id, order_id, defect_id, segment, order_date,
    closed_date as event_date,
    requested as amount, items, liability, reason, liable_until
from files.judged_cases
where outcome = 'ruled_for_buyer'
