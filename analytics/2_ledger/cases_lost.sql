-- Cases closed without the seller's resolution: ruled for the buyer, or executed by the clock; on the day of closing. Exempt by who pays. Amount: what the buyer asks for, or the order's.
-- grain: case_id
-- posts: defects
select
    seller_id, buyer_id, order_id, defect_id, segment, order_date,
    closed_date as event_date,
    requested as amount, items, bearing as liability, reason, bearing_liable_until as liable_until
from files.judged_cases
where outcome in ('ruled_for_buyer', 'auto_executed')
