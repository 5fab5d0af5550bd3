-- What a statement checked about itself: raising undoes all of it.
create function require_equal(actual bigint, expected bigint, what text) returns boolean
  language plpgsql immutable as $$
begin
  if actual is distinct from expected then
    raise exception '%: expected %, got %', what, expected, actual using errcode = 'PB001';
  end if;
  return true;
end
$$;

-- Events, written by the statement that makes them true. One row carries all events of one batch and
-- tenant; within a lane the order of ids is the order of commits, because a lane has one writer.
create table outbox (
  id bigint generated always as identity primary key,
  lane text not null,
  topic text not null,
  -- Kafka's message key: rows of one key keep their order.
  message_key text not null,
  -- Events in the payload, a JSON array.
  n integer not null check (n > 0),
  payload text not null,
  created_at timestamptz not null
);
-- Read once, soon, and whole: compressing it or moving it out of the row costs more than it saves.
alter table outbox alter column payload set storage external;
alter table outbox set (toast_tuple_target = 8160);

create table outbox_watermark (
  lane text primary key,
  -- Every row of the lane up to here has been acknowledged by Kafka.
  published_through bigint not null,
  updated_at timestamptz not null default now()
);
