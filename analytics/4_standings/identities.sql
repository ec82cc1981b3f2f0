-- Who each seller of the ledger is: the sellers feed's words, or the category and region of most of its orders.
-- grain: seller_id
with

placed as (

    select seller_key, segment_id, order_date, count from ledger.volumes
    where measure_id in (select measure_id from ledger.measures where measure = 'orders_placed')
    union all
    select seller_key, segment_id, order_date, count from ledger.entries
    where measure_id in (select measure_id from ledger.measures where measure = 'orders_placed')

),

by_segment as (

    select seller_key, segment_id, sum(count) as orders, min(order_date) as first_order_date
    from placed
    group by seller_key, segment_id
    having sum(count) > 0

),

usual as (

    select
        by_segment.seller_key,
        max_by(segments.category, by_segment.orders) as category,
        max_by(segments.region, by_segment.orders) as region,
        min(by_segment.first_order_date) as first_order_date
    from by_segment
    inner join ledger.segments on by_segment.segment_id = segments.segment_id
    group by by_segment.seller_key

),

described as (

    select * from facts.sellers where recorded_until is null and deleted is distinct from true

)

select
    sellers.seller_id,
    described.name,
    coalesce(described.category, usual.category) as category,
    coalesce(described.region, usual.region) as region,
    cast(described.opened_at as varchar) as opened_at,
    cast(usual.first_order_date as varchar) as first_order_date
from ledger.sellers
left join usual on sellers.seller_key = usual.seller_key
left join described on sellers.seller_id = described.seller_id
