/*
 * The ledger is two tables behind one view. A plain order, with nothing but itself in its file,
 * posts its volumes without ids (half of the columns, a third of the time); everything else is an
 * entry with its order, so that any union of measures counts an order once and lists it.
 */
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
     count INTEGER, amount BIGINT, batch_id INTEGER)`,
  `create table if not exists ledger.entries (
     seller_key INTEGER not null, measure_id UTINYINT not null, segment_id INTEGER not null,
     order_date DATE not null, event_date DATE not null,
     count INTEGER, amount BIGINT, batch_id INTEGER,
     order_id VARCHAR, buyer_id VARCHAR, defect_id VARCHAR, liability VARCHAR)`,
  `create or replace view ledger.postings as
     select sellers.seller_id, lines.buyer_id, lines.order_id, lines.defect_id, measures.measure,
            segments.segment, lines.order_date, lines.event_date, lines.count, lines.amount,
            segments.currency, lines.liability, lines.batch_id, batches.recorded_at
     from (
       select seller_key, measure_id, segment_id, order_date, event_date, count, amount, batch_id,
              null::VARCHAR as order_id, null::VARCHAR as buyer_id, null::VARCHAR as defect_id,
              'liable' as liability
       from ledger.volumes
       union all
       select seller_key, measure_id, segment_id, order_date, event_date, count, amount, batch_id,
              order_id, buyer_id, defect_id, liability
       from ledger.entries
     ) as lines
     join ledger.sellers using (seller_key)
     join ledger.measures using (measure_id)
     join ledger.segments using (segment_id)
     join ingest.batches using (batch_id)`,
];
