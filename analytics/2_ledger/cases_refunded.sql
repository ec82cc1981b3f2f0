-- Cases that ended in a refund, on the day of closing; paid by the seller unless exempt. Amount: what the buyer got, or asked for, or the order's.
-- grain: case_id
-- posts: defects
select
    seller_id, buyer_id, order_id, defect_id, segment, order_date,
    closed_date as event_date,
    awarded as amount, items, bearing as liability, reason, bearing_liable_until as liable_until
from files.judged_cases
where outcome in ('refunded_full', 'refunded_partial', 'ruled_for_buyer', 'auto_executed')
