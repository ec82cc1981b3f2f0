-- First chargebacks (no inquiries, no later stages of the same dispute), on the day they were received. Reason: what the bank's code means.
-- grain: chargeback_id
-- posts: defects
select
    seller_id, buyer_id, order_id, defect_id, segment, order_date,
    received_date as event_date,
    amount, items, liability, reason, liable_until
from files.judged_chargebacks
where kind = 'chargeback'
    and is_first
