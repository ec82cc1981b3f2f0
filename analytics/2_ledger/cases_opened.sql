-- Cases opened by buyers, on the day of opening: the filing figure (R28). Amount: what the buyer asks for, or the order's.
-- grain: case_id
-- posts: defects
select
    seller_id, buyer_id, order_id, defect_id, segment, order_date,
    opened_date as event_date,
    requested as amount, items, liability, reason, liable_until
from files.judged_cases
