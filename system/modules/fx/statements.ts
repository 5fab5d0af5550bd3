import type { Statement } from '../../platform/postgres/database.ts'

const columns = 'id, at, aed_e9, ils_e9, pkr_e9, inr_e9, eur_e9, gbp_e9, sar_e9, spiked'

/**
 * The next tick, if it is due and still the next. Whose statement comes second finds the id taken,
 * or waits for the first one's commit and then finds it taken. Nothing is locked that a dead
 * process could hold. A tick of the future was stored before the database's clock went back: it
 * says nothing, so the next one is due.
 */
export const insertNext: Statement = {
  name: 'fx.insert-next',
  text: `insert into fx_snapshot (${columns})
select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10
where exists (
  select from fx_snapshot where id = $1::bigint - 1
    and (stored_at <= clock_timestamp() - $11::integer * interval '1 millisecond'
      or stored_at > clock_timestamp()))
on conflict (id) do nothing returning id`,
}

/** The first tick of a new database. */
export const insertFirst: Statement = {
  name: 'fx.insert-first',
  text: `insert into fx_snapshot (${columns})
select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10
where not exists (select from fx_snapshot) on conflict (id) do nothing`,
}

export const selectLatest: Statement = {
  name: 'fx.select-latest',
  text: `select ${columns} from fx_snapshot order by id desc limit 1`,
}

export const deleteThrough: Statement = {
  name: 'fx.delete-through',
  text: 'delete from fx_snapshot where id <= $1',
}

/** Every n-th snapshot of a span of time, so that at most $3 come back; ids have no gap. */
export const selectHistory: Statement = {
  name: 'fx.select-history',
  text: `with span as (
  select (select id from fx_snapshot where at >= $1 order by at, id limit 1) as low,
    (select id from fx_snapshot where at < $2 order by at desc, id desc limit 1) as high
), picked as (
  select generate_series(low, high, greatest(1, ceil((high - low + 1) / $3::numeric))::bigint) as id
  from span
)
select ${columns} from picked join fx_snapshot using (id)
where at >= $1 and at < $2 order by id`,
}
