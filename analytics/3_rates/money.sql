-- Money on one side of a rate in the reporting currency: each posting by its own day's rate, exact, until the sum is rounded to a minor unit, half away from zero. gap: the first day without a rate that it needs, and whose.
-- grain: window_id, seller_key
with

windows as (

    select
        cast(unnest($window_ids) as integer) as window_id,
        cast(unnest($starts) as date) as first_day, cast(unnest($ends) as date) as last_day,
        cast(unnest($cutoffs) as date) as cutoff, cast(unnest($known_batches) as integer) as known_batch

),

days as (

    select window_id, cutoff, known_batch, cast(unnest(range(first_day, last_day, interval 1 day)) as date) as day
    from windows

),

factors as (

    select
        cast(unnest($factor_batches) as integer) as known_batch, unnest($factor_currencies) as currency,
        cast(unnest($factor_days) as date) as day, cast(unnest($factors) as decimal(38, 18)) as factor

),

posted as (

    select
        seller_key, measure_id, segment_id, order_date, event_date, amount, batch_id,
        null as reason, null as liability, null as liable_until
    from ledger.volumes
    where measure_id = cast($volume_measure as utinyint)
    union all
    select
        seller_key, measure_id, segment_id, order_date, event_date, amount, batch_id,
        reason, liability, liable_until
    from ledger.entries
    where list_contains(cast($entry_measures as utinyint[]), measure_id)
        and (cast($reasons as varchar[]) is null or list_contains(cast($reasons as varchar[]), reason))

),

in_window as (

    select
        days.window_id, days.known_batch, posted.seller_key, posted.event_date, posted.amount, segments.currency,
        case when list_contains(cast($less_measures as utinyint[]), posted.measure_id) then -1 else 1 end as sign,
        coalesce(list_contains(cast($exempt as varchar[]), posted.reason), false)
            or (
                coalesce(list_contains(cast($exempt as varchar[]), posted.liability), false)
                and (posted.liable_until is null or posted.liable_until < days.cutoff)
            ) as is_exempt
    from posted
    inner join days on case when cast($by_order as boolean) then posted.order_date else posted.event_date end = days.day
    inner join ledger.segments on posted.segment_id = segments.segment_id
    where (cast($segments as integer[]) is null or list_contains(cast($segments as integer[]), posted.segment_id))
        and (cast($seller_keys as integer[]) is null or posted.seller_key in (select cast(unnest($seller_keys) as integer)))
        and posted.order_date >= cast($first_order as date) and posted.order_date < cast($last_order as date)
        and posted.event_date >= cast($first_event as date) and posted.event_date < cast($last_event as date)
        and posted.event_date < days.cutoff and posted.batch_id <= days.known_batch

),

valued as (

    select
        in_window.window_id, in_window.seller_key, in_window.is_exempt, in_window.amount, in_window.sign,
        case when in_window.currency = $reporting then 1 else factors.factor end as factor,
        case when in_window.currency <> $reporting and factors.factor is null then concat(in_window.event_date, ' ', in_window.currency) end as lacking
    from in_window
    left join factors
        on in_window.known_batch = factors.known_batch and in_window.currency = factors.currency
        and in_window.event_date = factors.day

),

summed as (

    select
        window_id, seller_key, lacking, sum(amount) as standing_amount,
        sum(sign * amount * factor) as raw_amount,
        sum(case when is_exempt then 0 else sign * amount * factor end) as judged_amount
    from valued
    group by window_id, seller_key, lacking

)

select
    window_id, seller_key,
    cast(round(coalesce(sum(raw_amount), 0)) as double) as raw_amount,
    cast(round(coalesce(sum(judged_amount), 0)) as double) as judged_amount,
    min(lacking) filter (where standing_amount <> 0) as gap
from summed
group by window_id, seller_key
