-- Exchange rates, one row per tick, in USD per one major unit, as integers scaled by 1e9. A row is here
-- before its rates are used, so that a payment can name it. Ids are tick numbers: they have no gap, and of
-- two processes that tick at once one finds the id taken. Old rows are deleted, an equal number at a time.
create table fx_snapshot (
  id bigint primary key check (id > 0),
  -- Business time, as payments have it.
  at timestamptz not null,
  -- Real time: whether the next tick is due. The business clock starts anew with every process.
  stored_at timestamptz not null default clock_timestamp(),
  aed_e9 bigint not null check (aed_e9 > 0),
  ils_e9 bigint not null check (ils_e9 > 0),
  pkr_e9 bigint not null check (pkr_e9 > 0),
  inr_e9 bigint not null check (inr_e9 > 0),
  eur_e9 bigint not null check (eur_e9 > 0),
  gbp_e9 bigint not null check (gbp_e9 > 0),
  sar_e9 bigint not null check (sar_e9 > 0),
  -- Currencies that jumped at this tick.
  spiked text[] not null default '{}'
);

create index fx_snapshot_at on fx_snapshot (at);

-- One row per snapshot and currency: what queries about a currency want.
create view fx_rate as
select snapshot.id as snapshot_id, snapshot.at, rate.currency, rate.usd_per_unit_e9,
  rate.currency = any (snapshot.spiked) as spiked
from fx_snapshot as snapshot cross join lateral (values
  ('USD', 1000000000::bigint), ('AED', aed_e9), ('ILS', ils_e9), ('PKR', pkr_e9), ('INR', inr_e9),
  ('EUR', eur_e9), ('GBP', gbp_e9), ('SAR', sar_e9)) as rate (currency, usd_per_unit_e9);

create view fx_latest_rate as
select snapshot_id, at, currency, usd_per_unit_e9, spiked
from fx_rate where snapshot_id = (select max(id) from fx_snapshot);
