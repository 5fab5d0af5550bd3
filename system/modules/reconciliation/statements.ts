const statement = (name: string, text: string) => ({ name: `reconciliation_${name}`, text })

export const claimRequest = statement(
  'claim_request',
  `
  INSERT INTO reconciliation (id, tenant, idempotency_key, request_hash, deposit_id, invoice_count)
  VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (tenant, idempotency_key) DO NOTHING
  RETURNING id`,
)

export const findRequest = statement(
  'find_request',
  `
  SELECT request_hash AS "requestHash", job_id AS "jobId", result
  FROM reconciliation WHERE tenant = $1 AND idempotency_key = $2`,
)

export const recordJob = statement(
  'record_job',
  `UPDATE reconciliation SET job_id = $2 WHERE id = $1`,
)

export const recordResult = statement(
  'record_result',
  `UPDATE reconciliation SET result = $2 WHERE id = $1`,
)

const deposit = `
  SELECT id, customer_id AS "customerId", currency, unallocated_minor AS "unallocatedMinor"
  FROM reconciliation_deposit WHERE tenant = $1 AND id = $2`

export const readDeposit = statement('read_deposit', deposit)
export const lockDeposit = statement('lock_deposit', `${deposit} FOR UPDATE`)

/**
 * The invoices with what each receives of the deposit ($3), first due first. Rows are locked in the
 * order of their id, so that two deposits over the same invoices queue up and cannot deadlock.
 */
const allocate = (lock: '' | 'FOR UPDATE'): string => `
  WITH chosen AS MATERIALIZED (
    SELECT id, customer_id, currency, outstanding_minor, due_on
    FROM reconciliation_invoice WHERE tenant = $1 AND id = ANY($2)
    ORDER BY id ${lock}
  ), queued AS (
    SELECT *, sum(outstanding_minor) OVER (ORDER BY due_on, id ROWS UNBOUNDED PRECEDING)
      - outstanding_minor AS before_minor
    FROM chosen
  )
  SELECT id, customer_id, currency, outstanding_minor,
    greatest(0, least(outstanding_minor, $3::bigint - before_minor))::bigint
  FROM queued ORDER BY due_on, id`

export const readAllocation = statement('read_allocation', allocate(''))
export const lockAllocation = statement('lock_allocation', allocate('FOR UPDATE'))

/**
 * One batch: entries, two postings each, invoices lowered. Answers with how many of each, and the
 * money.
 */
export const payInvoices = statement(
  'pay_invoices',
  `
  WITH part AS MATERIALIZED (
    SELECT * FROM unnest($1::text[], $2::bigint[]) AS part (invoice_id, amount_minor)
  ), entry AS (
    INSERT INTO reconciliation_entry (tenant, reconciliation_id, deposit_id, currency, invoice_id, amount_minor)
    SELECT $3, $4, $5, $6, invoice_id, amount_minor FROM part
    RETURNING id, amount_minor
  ), posting AS (
    INSERT INTO reconciliation_posting (entry_id, line, account, currency, amount_minor)
    SELECT entry.id, side.line, side.account, $6, side.sign * entry.amount_minor
    FROM entry, (VALUES (1, 'unapplied-deposits', 1), (2, 'accounts-receivable', -1)) AS side (line, account, sign)
    RETURNING 1
  ), paid AS (
    UPDATE reconciliation_invoice AS invoice
    SET outstanding_minor = invoice.outstanding_minor - part.amount_minor, version = invoice.version + 1
    FROM part WHERE invoice.tenant = $3 AND invoice.id = part.invoice_id
    RETURNING 1
  )
  SELECT (SELECT count(*) FROM entry) AS entries, (SELECT count(*) FROM posting) AS postings,
    (SELECT count(*) FROM paid) AS invoices`,
)

export const drawDeposit = statement(
  'draw_deposit',
  `
  UPDATE reconciliation_deposit
  SET unallocated_minor = unallocated_minor - $3, version = version + 1
  WHERE tenant = $1 AND id = $2
  RETURNING unallocated_minor AS "unallocatedMinor"`,
)

export const listDeposits = statement(
  'list_deposits',
  `
  SELECT id, customer_id AS "customerId", currency, amount_minor AS "amountMinor",
    unallocated_minor AS "unallocatedMinor", to_char(received_on, 'YYYY-MM-DD') AS "receivedOn", status
  FROM reconciliation_deposit
  WHERE tenant = $1 AND ($2::text IS NULL OR status = $2)
  ORDER BY id LIMIT $3 OFFSET $4::bigint`,
)

export const listInvoices = statement(
  'list_invoices',
  `
  SELECT id, customer_id AS "customerId", currency, total_minor AS "totalMinor",
    outstanding_minor AS "outstandingMinor", to_char(due_on, 'YYYY-MM-DD') AS "dueOn", status
  FROM reconciliation_invoice
  WHERE tenant = $1 AND ($2::text IS NULL OR customer_id = $2) AND ($3::text IS NULL OR status = $3)
  ORDER BY customer_id, due_on, id LIMIT $4 OFFSET $5::bigint`,
)
