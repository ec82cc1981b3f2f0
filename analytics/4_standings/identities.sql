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

    select placed.seller_key, segments.category, segments.region, sum(placed.count) as orders
    from placed
    inner join ledger.segments on placed.segment_id = segments.segment_id
    group by placed.seller_key, segments.category, segments.region

),

by_category as (

    select
        seller_key, category,
        row_number() over (partition by seller_key order by sum(orders) desc, category) as nth
    from by_segment
    where category is not null
    group by seller_key, category

),

by_region as (

    select
        seller_key, region,
        row_number() over (partition by seller_key order by sum(orders) desc, region) as nth
    from by_segment
    where region is not null
    group by seller_key, region

),

first_orders as (

    select seller_key, min(order_date) as first_order_date from placed group by seller_key

),

described as (

    select * from facts.sellers where recorded_until is null and deleted is distinct from true

)

select
    sellers.seller_id,
    described.name,
    coalesce(described.category, by_category.category) as category,
    coalesce(described.region, by_region.region) as region,
    strftime(described.opened_at, '%Y-%m-%dT%H:%M:%SZ') as opened_at,
    cast(first_orders.first_order_date as varchar) as first_order_date
from ledger.sellers
left join by_category on sellers.seller_key = by_category.seller_key and by_category.nth = 1
left join by_region on sellers.seller_key = by_region.seller_key and by_region.nth = 1
left join first_orders on sellers.seller_key = first_orders.seller_key
left join described on sellers.seller_id = described.seller_id
