-- Bank deposits that pay sales invoices. Amounts are minor units and stay below 2^53, because they
-- travel as JSON numbers. Statuses are generated: they cannot disagree with the amounts.
CREATE TABLE reconciliation_deposit (
  tenant text NOT NULL,
  id text COLLATE "C" NOT NULL,
  customer_id text NOT NULL,
  currency char(3) NOT NULL,
  amount_minor bigint NOT NULL CHECK (amount_minor BETWEEN 1 AND 9007199254740991),
  unallocated_minor bigint NOT NULL CHECK (unallocated_minor >= 0),
  received_on date NOT NULL,
  version integer NOT NULL DEFAULT 0,
  status text NOT NULL GENERATED ALWAYS AS (
    CASE unallocated_minor WHEN amount_minor THEN 'open' WHEN 0 THEN 'allocated' ELSE 'partially_allocated' END
  ) STORED,
  PRIMARY KEY (tenant, id),
  CHECK (unallocated_minor <= amount_minor)
);

-- Half of each page is left free, so that paying an invoice finds room for the new row version beside the old one.
CREATE TABLE reconciliation_invoice (
  tenant text NOT NULL,
  id text COLLATE "C" NOT NULL,
  customer_id text NOT NULL,
  currency char(3) NOT NULL,
  total_minor bigint NOT NULL CHECK (total_minor BETWEEN 1 AND 9007199254740991),
  outstanding_minor bigint NOT NULL CHECK (outstanding_minor >= 0),
  due_on date NOT NULL,
  version integer NOT NULL DEFAULT 0,
  status text NOT NULL GENERATED ALWAYS AS (
    CASE outstanding_minor WHEN total_minor THEN 'open' WHEN 0 THEN 'paid' ELSE 'partially_paid' END
  ) STORED,
  PRIMARY KEY (tenant, id),
  CHECK (outstanding_minor <= total_minor)
) WITH (fillfactor = 50);

CREATE INDEX reconciliation_invoice_due ON reconciliation_invoice (tenant, customer_id, due_on, id);

-- One row per accepted request. Inline ones have their result when they commit; background ones name their job.
CREATE TABLE reconciliation (
  id uuid PRIMARY KEY,
  tenant text NOT NULL,
  idempotency_key text NOT NULL,
  request_hash bytea NOT NULL,
  deposit_id text COLLATE "C" NOT NULL,
  invoice_count integer NOT NULL CHECK (invoice_count > 0),
  job_id uuid UNIQUE,
  result jsonb,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (tenant, idempotency_key)
);

CREATE TABLE reconciliation_entry (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant text NOT NULL,
  reconciliation_id uuid NOT NULL,
  deposit_id text COLLATE "C" NOT NULL,
  invoice_id text COLLATE "C" NOT NULL,
  currency char(3) NOT NULL,
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (tenant, deposit_id, invoice_id)
);

CREATE INDEX reconciliation_entry_invoice ON reconciliation_entry (tenant, invoice_id);
CREATE INDEX reconciliation_entry_request ON reconciliation_entry (reconciliation_id);

-- Two lines per entry: the deposit leaves the unapplied cash account (debit, positive), the receivable falls (credit, negative).
CREATE TABLE reconciliation_posting (
  entry_id bigint NOT NULL,
  line smallint NOT NULL CHECK (line IN (1, 2)),
  account text NOT NULL CHECK (account IN ('unapplied-deposits', 'accounts-receivable')),
  currency char(3) NOT NULL,
  amount_minor bigint NOT NULL CHECK (amount_minor <> 0),
  PRIMARY KEY (entry_id, line)
);
