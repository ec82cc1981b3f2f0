/*
 * The ledger is two tables behind one view. A plain order, without any defect in its file, posts its
 * volumes without ids (half of the columns, a third of the time); everything else is an entry with
 * its order, so that a union of measures counts an order once and lists it.
 *
 * `reason` is what kind of thing an entry is. `liable_until` is the day on which it became known why
 * the seller is not liable: to the end of that day the entry was liable. Null: known all along.
 */

/** What tells one sum of postings from another. */
export const KEYS = "seller_key, measure_id, segment_id, order_date, event_date";
/** What entries have beyond KEYS. */
export const IDS = "order_id, buyer_id, defect_id, liability, reason, liable_until";

/** The sums of signed postings under one key, in the tables' order; HAVING keeps what is not void. */
export const SUMS = "sum(count) as count, sum(amount) as amount, sum(items) as items";
export const NOT_VOID = "having sum(count) <> 0 or sum(amount) <> 0 or sum(items) <> 0";

export const ledgerTables = [
  `create table if not exists ledger.sellers (
     seller_key INTEGER, seller_id VARCHAR, since_batch INTEGER)`,
  `create table if not exists ledger.measures (measure_id UTINYINT, measure VARCHAR)`,
  `create table if not exists ledger.segments (
     segment_id INTEGER, segment VARCHAR, card_network VARCHAR, card_present BOOLEAN,
     region VARCHAR, category VARCHAR, currency VARCHAR)`,
  `create table if not exists ledger.volumes (
     seller_key INTEGER not null, measure_id UTINYINT not null, segment_id INTEGER not null,
     order_date DATE not null, event_date DATE not null,
     count INTEGER, amount BIGINT, items BIGINT, batch_id INTEGER)`,
  `create table if not exists ledger.entries (
     seller_key INTEGER not null, measure_id UTINYINT not null, segment_id INTEGER not null,
     order_date DATE not null, event_date DATE not null,
     count INTEGER, amount BIGINT, items BIGINT, batch_id INTEGER,
     order_id VARCHAR, buyer_id VARCHAR, defect_id VARCHAR, liability VARCHAR,
     reason VARCHAR, liable_until DATE)`,
  `create table if not exists ledger.scores (
     seller_key INTEGER not null, metric VARCHAR not null, "date" DATE not null,
     numerator DECIMAL(18,4), denominator DECIMAL(18,4), batch_id INTEGER)`,
  // Rates have no order and are never summed: facts as they are, by the batches that know them.
  `create or replace view ledger.exchange_rates as
     select "date", currency, base, rate, recorded_from as since_batch, recorded_until as until_batch
     from facts.exchange_rates where deleted is distinct from true`,
  `create or replace view ledger.postings as
     select sellers.seller_id, lines.buyer_id, lines.order_id, lines.defect_id, measures.measure,
            segments.segment, lines.order_date, lines.event_date, lines.count, lines.amount,
            lines.items, segments.currency, lines.liability, lines.reason, lines.liable_until,
            lines.batch_id, batches.recorded_at
     from (
       select seller_key, measure_id, segment_id, order_date, event_date, count, amount, items, batch_id,
              null::VARCHAR as order_id, null::VARCHAR as buyer_id, null::VARCHAR as defect_id,
              'liable' as liability, null::VARCHAR as reason, null::DATE as liable_until
       from ledger.volumes
       union all
       select seller_key, measure_id, segment_id, order_date, event_date, count, amount, items, batch_id,
              order_id, buyer_id, defect_id, liability, reason, liable_until
       from ledger.entries
     ) as lines
     join ledger.sellers using (seller_key)
     join ledger.measures using (measure_id)
     join ledger.segments using (segment_id)
     join ingest.batches using (batch_id)`,
];
