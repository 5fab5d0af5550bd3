-- What must hold of deposits, invoices and jobs whenever nothing is running. Each query returns its
-- violations, so it must be empty.

-- invariant: reconciliation.money-conserved | per tenant and currency, what left the deposits is what the invoices received
SELECT tenant, currency, drawn_minor, received_minor
FROM (
  SELECT tenant, currency, sum(amount_minor - unallocated_minor) AS drawn_minor
  FROM reconciliation_deposit GROUP BY tenant, currency
) AS deposits
FULL JOIN (
  SELECT tenant, currency, sum(total_minor - outstanding_minor) AS received_minor
  FROM reconciliation_invoice GROUP BY tenant, currency
) AS invoices USING (tenant, currency)
WHERE coalesce(drawn_minor, 0) <> coalesce(received_minor, 0);

-- invariant: reconciliation.deposit-drawn | every deposit: amount minus unallocated is the sum of its entries
SELECT tenant, deposit_id, amount_minor, unallocated_minor, entered_minor
FROM (
  SELECT tenant, id AS deposit_id, amount_minor, unallocated_minor FROM reconciliation_deposit
) AS deposit
FULL JOIN (
  SELECT tenant, deposit_id, sum(amount_minor) AS entered_minor
  FROM reconciliation_entry GROUP BY tenant, deposit_id
) AS entry USING (tenant, deposit_id)
WHERE amount_minor - unallocated_minor IS DISTINCT FROM coalesce(entered_minor, 0);

-- invariant: reconciliation.invoice-received | every invoice: total minus outstanding is the sum of its entries, and its version their number
SELECT tenant, invoice_id, total_minor, outstanding_minor, entered_minor, version, entries
FROM (
  SELECT tenant, id AS invoice_id, total_minor, outstanding_minor, version FROM reconciliation_invoice
) AS invoice
FULL JOIN (
  SELECT tenant, invoice_id, sum(amount_minor) AS entered_minor, count(*) AS entries
  FROM reconciliation_entry GROUP BY tenant, invoice_id
) AS entry USING (tenant, invoice_id)
WHERE total_minor - outstanding_minor IS DISTINCT FROM coalesce(entered_minor, 0)
  OR version IS DISTINCT FROM coalesce(entries, 0);

-- invariant: reconciliation.statuses-match | the status of every deposit and invoice is what its amounts say
SELECT tenant, id, status FROM reconciliation_deposit
WHERE status <> CASE unallocated_minor
  WHEN amount_minor THEN 'open' WHEN 0 THEN 'allocated' ELSE 'partially_allocated' END
UNION ALL
SELECT tenant, id, status FROM reconciliation_invoice
WHERE status <> CASE outstanding_minor
  WHEN total_minor THEN 'open' WHEN 0 THEN 'paid' ELSE 'partially_paid' END;

-- invariant: reconciliation.no-double-payment | no invoice received more than its total, and no deposit paid one twice
SELECT entry.tenant, invoice_id, sum(entry.amount_minor) AS entered_minor, count(*) AS entries
FROM reconciliation_entry AS entry
JOIN reconciliation_invoice AS invoice
  ON invoice.tenant = entry.tenant AND invoice.id = entry.invoice_id
GROUP BY entry.tenant, invoice_id, total_minor
HAVING sum(entry.amount_minor) > total_minor OR count(*) > count(DISTINCT deposit_id);

-- invariant: reconciliation.entry-posted | every entry has one debit and one credit of its amount and currency
SELECT entry.id, entry.amount_minor, count(posting.entry_id) AS postings
FROM reconciliation_entry AS entry
LEFT JOIN reconciliation_posting AS posting
  ON posting.entry_id = entry.id AND posting.currency = entry.currency AND (
    (posting.line = 1 AND posting.account = 'unapplied-deposits' AND posting.amount_minor = entry.amount_minor)
    OR (posting.line = 2 AND posting.account = 'accounts-receivable' AND posting.amount_minor = -entry.amount_minor))
GROUP BY entry.id
HAVING count(posting.entry_id) <> 2;

-- invariant: reconciliation.postings-balanced | per currency the postings sum to zero, and each belongs to an entry
SELECT currency, sum(amount_minor) AS difference_minor, 0 AS orphans
FROM reconciliation_posting GROUP BY currency HAVING sum(amount_minor) <> 0
UNION ALL
SELECT posting.currency, 0, count(*)
FROM reconciliation_posting AS posting
LEFT JOIN reconciliation_entry AS entry ON entry.id = posting.entry_id
WHERE entry.id IS NULL GROUP BY posting.currency;

-- invariant: reconciliation.same-customer | an entry joins a deposit and an invoice of one customer and one currency
SELECT entry.id, deposit.customer_id, invoice.customer_id AS invoice_customer_id, entry.currency
FROM reconciliation_entry AS entry
LEFT JOIN reconciliation_deposit AS deposit
  ON deposit.tenant = entry.tenant AND deposit.id = entry.deposit_id
LEFT JOIN reconciliation_invoice AS invoice
  ON invoice.tenant = entry.tenant AND invoice.id = entry.invoice_id
WHERE deposit.customer_id IS DISTINCT FROM invoice.customer_id
  OR deposit.currency IS DISTINCT FROM entry.currency OR invoice.currency IS DISTINCT FROM entry.currency;

-- invariant: reconciliation.all-or-nothing | a finished request has exactly the entries and money of its result, any other has none
SELECT request.id, job.status, request.result, entry.entries, entry.entered_minor
FROM reconciliation AS request
FULL JOIN (
  SELECT reconciliation_id, count(*) AS entries, sum(amount_minor) AS entered_minor
  FROM reconciliation_entry GROUP BY reconciliation_id
) AS entry ON entry.reconciliation_id = request.id
LEFT JOIN job ON job.id = request.job_id
WHERE request.id IS NULL
  OR coalesce(entries, 0) <> coalesce((request.result ->> 'entries')::bigint, 0)
  OR coalesce(entered_minor, 0) <> coalesce((request.result ->> 'allocatedMinor')::bigint, 0);

-- invariant: reconciliation.result-iff-succeeded | a request has a result exactly if it was inline or its job succeeded, and the job has the same
SELECT request.id, request.job_id, job.status, request.result, job.result AS job_result
FROM reconciliation AS request
LEFT JOIN job ON job.id = request.job_id
WHERE (request.result IS NOT NULL) <> (request.job_id IS NULL OR coalesce(job.status = 'succeeded', false))
  OR (request.job_id IS NOT NULL AND job.id IS NULL)
  OR (request.job_id IS NOT NULL AND request.result IS DISTINCT FROM job.result);

-- invariant: reconciliation.money-used-up | a request that left an invoice short left nothing on its deposit
SELECT id, result FROM reconciliation
WHERE (result ->> 'unallocatedMinor')::bigint > 0
  AND ((result ->> 'entries')::bigint < invoice_count OR result ? 'partiallyPaidInvoiceId');

-- invariant: reconciliation.jobs-settled | no job is left queued or running
SELECT id, kind, status, fence, failures FROM job WHERE status IN ('queued', 'running');

-- invariant: reconciliation.acknowledged-durable | every job that a client saw succeed is stored with its result
-- takes: acknowledged
SELECT acknowledged.id
FROM unnest($1::text[]) AS acknowledged (id)
LEFT JOIN job ON job.id::text = acknowledged.id AND job.status = 'succeeded'
LEFT JOIN reconciliation AS request ON request.job_id = job.id AND request.result IS NOT NULL
WHERE request.id IS NULL;
