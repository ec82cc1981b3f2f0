-- Of whom batches told another score, and of which metric.
-- grain: metric, seller_key
select metric, seller_key from ledger.scores
where batch_id > cast($after as integer) and batch_id <= cast($until as integer)
group by metric, seller_key
