-- The postings behind one seller's numerator on one day: what counted, and what is exempt and why.
-- grain: order_id, measure, defect_id, order_date, event_date, liability, reason, liable_until
with

wanted_segments as (

    select cast(unnest($segments) as integer) as segment_id

),

net as (

    select
        entries.order_id, entries.buyer_id, measures.measure, entries.defect_id,
        entries.order_date, entries.event_date, segments.currency, entries.liability,
        entries.reason, entries.liable_until,
        sum(entries.count) as count, sum(entries.amount) as amount
    from ledger.entries
    inner join ledger.sellers on entries.seller_key = sellers.seller_key
    inner join ledger.measures on entries.measure_id = measures.measure_id
    inner join ledger.segments on entries.segment_id = segments.segment_id
    where sellers.seller_id = $seller
        and (cast($segments as integer[]) is null or entries.segment_id in (select segment_id from wanted_segments))
        and (cast($reasons as varchar[]) is null or list_contains(cast($reasons as varchar[]), entries.reason))
        and list_contains(cast($measures as varchar[]), measures.measure)
        and entries.batch_id <= cast($known_batch as integer)
        and entries.order_date >= cast($order_start as date) and entries.order_date < cast($order_end as date)
        and entries.event_date >= cast($event_start as date) and entries.event_date < cast($event_end as date)
    group by all

),

judged as (

    select
        *,
        case
            when list_contains(cast($exempt as varchar[]), liability)
                and coalesce(liable_until < cast($as_of as date), true) then liability
            when list_contains(cast($exempt as varchar[]), coalesce(reason, '')) then reason
        end as exempt_as
    from net
    where count > 0

)

select
    order_id, buyer_id, measure, defect_id,
    cast(order_date as varchar) as order_date, cast(event_date as varchar) as event_date,
    cast(amount as bigint) as amount, currency, liability, reason,
    cast(liable_until as varchar) as liable_until,
    exempt_as is null as counted, exempt_as
from judged
order by event_date desc, order_id, measure, defect_id
