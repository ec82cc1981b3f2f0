-- Lines that take back what their buyer never bought before: no earlier line of that buyer and item. Lines of unknown buyers cannot be told, and are not among them.
-- grain: line_id
with

order_lines as (

    select * from facts.order_lines
    where recorded_until is null and deleted is distinct from true and buyer_id is not null

),

first_purchases as (

    select buyer_id, item_id, min(sold_at) as first_sold_at
    from order_lines
    where cancels is distinct from true
    group by buyer_id, item_id

),

unmatched_cancels as (

    select
        order_lines.line_id, order_lines.order_id, order_lines.item_id, order_lines.buyer_id,
        coalesce(order_lines.repeats, 1) as repeats,
        order_lines.sold_at
    from order_lines
    left join first_purchases
        on order_lines.buyer_id = first_purchases.buyer_id and order_lines.item_id = first_purchases.item_id
    where order_lines.cancels
        and (first_purchases.first_sold_at is null or first_purchases.first_sold_at >= order_lines.sold_at)

)

select * from unmatched_cancels
