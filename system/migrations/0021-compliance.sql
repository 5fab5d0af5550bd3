-- Names are matched in references, accounts in both parties, however they are written. Read again every
-- minute: a row counts from then on.
create table sanctions_entry (
  kind text not null check (kind in ('account', 'name')),
  value text not null check (value <> ''),
  -- Whose list it is from.
  source text not null,
  primary key (kind, value)
);

-- Nobody of these names exists.
insert into sanctions_entry values
  ('name', 'Osiris Shell Trading', 'example'),
  ('name', 'Northgate Phantom Holdings', 'example'),
  ('name', 'Viktor Nemozhny', 'example'),
  ('account', 'XX00 BLOCKED 000001', 'example');

-- One for each payment that was held for review, whatever became of it.
create table compliance_alert (
  tenant text not null,
  payment_id uuid not null,
  reasons text[] not null check (cardinality(reasons) > 0),
  debtor_account text not null,
  creditor_account text not null,
  -- BICs.
  debtor_bank text not null,
  creditor_bank text not null,
  amount_minor bigint not null,
  currency text not null,
  -- Cents of a dollar, at the rates of its acceptance.
  usd_minor bigint not null,
  raised_at timestamptz not null,
  primary key (tenant, payment_id)
);

-- Payments that need an alert, found without a look at those that do not.
create index payment_reviewed on payment (id) where review_reasons is not null;
