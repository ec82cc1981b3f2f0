-- The postings behind one seller's numerator on one day: what counted, and what is exempt and why.
-- grain: order_id, measure, defect_id, order_date, event_date, liability
with

wanted_segments as (

    select segment_id, currency from ledger.segments
    where (cast($card_network as varchar[]) is null or list_contains(cast($card_network as varchar[]), card_network))
        and (cast($card_present as varchar[]) is null or list_contains(cast($card_present as varchar[]), cast(card_present as varchar)))
        and (cast($region as varchar[]) is null or list_contains(cast($region as varchar[]), region))
        and (cast($category as varchar[]) is null or list_contains(cast($category as varchar[]), category))

),

net as (

    select
        entries.order_id, entries.buyer_id, measures.measure, entries.defect_id,
        entries.order_date, entries.event_date, wanted_segments.currency, entries.liability,
        sum(entries.count) as count, sum(entries.amount) as amount
    from ledger.entries
    inner join ledger.sellers on entries.seller_key = sellers.seller_key
    inner join ledger.measures on entries.measure_id = measures.measure_id
    inner join wanted_segments on entries.segment_id = wanted_segments.segment_id
    where sellers.seller_id = $seller
        and list_contains(cast($measures as varchar[]), measures.measure)
        and entries.batch_id <= cast($known_batch as integer)
        and entries.order_date >= cast($order_start as date) and entries.order_date < cast($order_end as date)
        and entries.event_date >= cast($event_start as date) and entries.event_date < cast($event_end as date)
    group by all

)

select
    order_id, buyer_id, measure, defect_id,
    cast(order_date as varchar) as order_date, cast(event_date as varchar) as event_date,
    cast(amount as bigint) as amount, currency, liability,
    not list_contains(cast($exempt as varchar[]), liability) as counted
from net
where count > 0
order by event_date desc, order_id, measure, defect_id
