-- Background work. One row per job; a worker takes rows with FOR UPDATE SKIP LOCKED.
--
-- fence counts the times the job was handed out. Whoever holds the job proves it with this number:
-- every write of a worker says "where fence = mine", so that a worker that was given up for dead
-- cannot finish work that another one has taken over.
-- failures counts attempts that went wrong (a dead worker is one); a drain is not a failure.
-- lane, where given, orders: jobs of one lane run one after another in the order of their sequence.
CREATE TABLE job (
  id uuid PRIMARY KEY,
  sequence bigint GENERATED ALWAYS AS IDENTITY,
  tenant text NOT NULL,
  kind text NOT NULL,
  payload jsonb NOT NULL,
  lane text,
  idempotency_key text NOT NULL,
  priority smallint NOT NULL DEFAULT 0,
  status text NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'running', 'succeeded', 'failed')),
  fence integer NOT NULL DEFAULT 0,
  failures integer NOT NULL DEFAULT 0,
  max_attempts integer NOT NULL CHECK (max_attempts > 0),
  run_at timestamptz NOT NULL DEFAULT now(),
  lease_expires_at timestamptz,
  processed integer NOT NULL DEFAULT 0 CHECK (processed >= 0),
  total integer NOT NULL CHECK (total >= 0),
  result jsonb,
  error jsonb,
  created_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz,
  UNIQUE (tenant, kind, idempotency_key),
  CHECK ((status = 'running') = (lease_expires_at IS NOT NULL)),
  CHECK ((status IN ('succeeded', 'failed')) = (finished_at IS NOT NULL)),
  CHECK ((status = 'succeeded') = (result IS NOT NULL)),
  CHECK (status <> 'failed' OR error IS NOT NULL)
);

CREATE INDEX job_queued ON job (priority DESC, sequence) WHERE status = 'queued';
CREATE INDEX job_running ON job (lease_expires_at) WHERE status = 'running';
CREATE INDEX job_lane ON job (lane, sequence) WHERE status IN ('queued', 'running');
