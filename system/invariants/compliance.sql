-- What must hold of payments that were held for review, and of their alerts, whenever nothing is running.

-- invariant: compliance.held-for-a-reason | a payment in review has reasons, and each reason is one that the rules know
select id, status, review_reasons from payment
where (status = 'in-review' and review_reasons is null) or cardinality(review_reasons) = 0
  or not review_reasons <@ array['large-amount', 'velocity', 'unusual-pair', 'sanctioned-account', 'sanctioned-name'];

-- invariant: compliance.decided-or-waiting | what was held waits for a decision, or has one and waits no more
select id, status, review_reasons, review_decision from payment
where (status = 'in-review') is distinct from (review_reasons is not null and review_decision is null)
  or (review_decision = 'refuse' and status <> 'rejected');

-- invariant: compliance.alerts-complete | every payment that was held since the oldest alerts that are kept has an alert that tells the same of it, and no other has one
select coalesce(held.id, alert.payment_id) as id, held.review_reasons, alert.reasons, held.usd_minor, alert.usd_minor as alert_usd_minor
from (
  select payment.*, debtor.number as debtor_account, creditor.number as creditor_account,
    debtor.bank as debtor_bank, creditor.bank as creditor_bank
  from payment
  join account as debtor on debtor.id = payment.debtor_id
  join account as creditor on creditor.id = payment.creditor_id
  where payment.review_reasons is not null and payment.created_at >= all_kept_since('compliance_alert')
) as held full join (
  select * from compliance_alert where raised_at >= all_kept_since('compliance_alert')
) as alert
  on (alert.tenant, alert.payment_id) = (held.tenant, held.id)
where (held.review_reasons, held.debtor_account, held.creditor_account, held.debtor_bank, held.creditor_bank,
    held.amount_minor, held.currency, held.usd_minor, held.created_at)
  is distinct from (alert.reasons, alert.debtor_account, alert.creditor_account, alert.debtor_bank,
    alert.creditor_bank, alert.amount_minor, alert.currency, alert.usd_minor, alert.raised_at);

-- invariant: compliance.large-held-alike | no payment of an amount that was held for it elsewhere went by unheld
select id, usd_minor, review_reasons from payment
where kind = 'payment' and usd_minor >= (
    select min(usd_minor) from payment where 'large-amount' = any(review_reasons))
  and not coalesce('large-amount' = any(review_reasons), false);
