-- How far old rows of a table have been removed. Whoever removes some says so in the same commit, so that
-- whoever compares tables knows what may be missing: rows dated before the one, of keys up to the other.
create table retention_mark (
  table_name text primary key,
  removed_before timestamptz not null,
  -- The highest key of a removed row.
  removed_through text not null
);

-- Rows with dates from here on are all there.
create function all_kept_since(name text) returns timestamptz language sql stable as $$
  select coalesce((select removed_before from retention_mark where table_name = name), '-infinity')
$$;

-- Alerts are walked in the order of their making, whosever they are.
create index compliance_alert_by_payment on compliance_alert (payment_id);

-- A cycle takes with it what it is made of.
alter table netting_total
  drop constraint netting_total_cycle_id_fkey,
  add constraint netting_total_cycle_id_fkey
    foreign key (cycle_id) references netting_cycle on delete cascade;
alter table netting_position
  drop constraint netting_position_cycle_id_fkey,
  add constraint netting_position_cycle_id_fkey
    foreign key (cycle_id) references netting_cycle on delete cascade;
alter table netting_transfer
  drop constraint netting_transfer_cycle_id_fkey,
  add constraint netting_transfer_cycle_id_fkey
    foreign key (cycle_id) references netting_cycle on delete cascade;

-- The chain of a tenant's cycles is cut at its old end alone: the first that is kept names no predecessor, and
-- its numbers begin after those of the cycles that are gone.
create table netting_removed (
  tenant text primary key,
  through_number bigint not null
);

alter table netting_cycle
  drop constraint netting_cycle_tenant_after_number_fkey,
  add constraint netting_cycle_tenant_after_number_fkey
    foreign key (tenant, after_number) references netting_cycle (tenant, through_number)
    on delete set null (after_number);

create function netting_cycle_is_removed() returns trigger language plpgsql as $$
begin
  if old.state <> 'settled' then
    raise exception 'netting cycle % is %, expected settled before it is removed', old.id, old.state
      using errcode = 'PB001';
  end if;
  insert into netting_removed as removed (tenant, through_number) values (old.tenant, old.through_number)
  on conflict (tenant) do update set through_number = greatest(removed.through_number, excluded.through_number);
  return null;
end
$$;

create trigger netting_cycle_removed after delete on netting_cycle
  for each row execute function netting_cycle_is_removed();

-- Deleted rows make room for new ones as soon as these tables are vacuumed; a fifth of them would be days of rows.
alter table outbox set (autovacuum_vacuum_scale_factor = 0.02);
alter table bank_message set (autovacuum_vacuum_scale_factor = 0.02);
