-- Fraud reports of banks (TC40, SAFE, early fraud warnings), on the day they were received; exempt only where prevented.
-- grain: chargeback_id
-- posts: defects
select
    seller_id, buyer_id, order_id, defect_id, segment, order_date,
    received_date as event_date,
    amount, items,
    case when liability = 'prevented' then 'prevented' else 'liable' end as liability,
    'fraud' as reason,
    case when liability = 'prevented' then liable_until end as liable_until
from files.judged_chargebacks
where kind = 'fraud_report'
