-- Cases submitted to the platform's ruling, on that day: the arbitration-filing figure. Amount: what the buyer asks for, or the order's.
-- grain: case_id
-- posts: defects
select
    seller_id, buyer_id, order_id, defect_id, segment, order_date,
    escalated_date as event_date,
    requested as amount, items, liability, reason, liable_until
from files.judged_cases
where escalated_date is not null
