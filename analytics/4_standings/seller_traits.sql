-- Where each seller is and what it sells, as known at a batch: the sellers feed's words, or those of most of its orders.
-- grain: seller_key
with

described as (

    select seller_id, region, category from facts.sellers
    where recorded_from <= cast($known_batch as integer)
        and (recorded_until is null or recorded_until > cast($known_batch as integer))
        and deleted is distinct from true

),

known_sellers as (

    select sellers.seller_key, described.region, described.category
    from ledger.sellers
    left join described on sellers.seller_id = described.seller_id
    where sellers.since_batch <= cast($known_batch as integer)

),

-- Only their orders are read: none, where the feed describes everybody.
undescribed as (

    select seller_key from known_sellers where region is null or category is null

),

placed as (

    select seller_key, segment_id, count from ledger.volumes
    where measure_id = (select measure_id from ledger.measures where measure = 'orders_placed')
        and batch_id <= cast($known_batch as integer)
        and seller_key in (select seller_key from undescribed)
    union all
    select seller_key, segment_id, count from ledger.entries
    where measure_id = (select measure_id from ledger.measures where measure = 'orders_placed')
        and batch_id <= cast($known_batch as integer)
        and seller_key in (select seller_key from undescribed)

),

by_segment as (

    select seller_key, segment_id, sum(count) as orders from placed
    group by seller_key, segment_id
    having sum(count) > 0

),

by_region as (

    select
        by_segment.seller_key, segments.region,
        row_number() over (partition by by_segment.seller_key order by sum(by_segment.orders) desc, segments.region) as nth
    from by_segment
    inner join ledger.segments on by_segment.segment_id = segments.segment_id
    where segments.region is not null
    group by by_segment.seller_key, segments.region

),

by_category as (

    select
        by_segment.seller_key, segments.category,
        row_number() over (partition by by_segment.seller_key order by sum(by_segment.orders) desc, segments.category) as nth
    from by_segment
    inner join ledger.segments on by_segment.segment_id = segments.segment_id
    where segments.category is not null
    group by by_segment.seller_key, segments.category

)

select
    known_sellers.seller_key,
    coalesce(known_sellers.region, by_region.region) as region,
    coalesce(known_sellers.category, by_category.category) as category
from known_sellers
left join by_region on known_sellers.seller_key = by_region.seller_key and by_region.nth = 1
left join by_category on known_sellers.seller_key = by_category.seller_key and by_category.nth = 1
order by known_sellers.seller_key
