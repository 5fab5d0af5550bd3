-- What the banks that are paid have to be told, one message per settled payment. Filled by the events of
-- payments and emptied by calls to the banks, so that a bank that is away holds nobody up. It stays empty
-- where no address of the banks is configured.
create table bank_message (
  payment_id uuid primary key,
  tenant text not null,
  -- BIC of the bank that is told.
  bank text not null,
  body text not null,
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'refused')),
  attempts integer not null default 0,
  -- Not before then. Whoever takes a message moves it on by as long as a call may take.
  due_at timestamptz not null default now(),
  -- What the last call came to, unless it was taken.
  last_fault text,
  delivered_at timestamptz
) with (fillfactor = 70);

create index bank_message_waiting on bank_message (bank, due_at, payment_id) where state = 'waiting';
