-- What the counter of violations must come to, from the payments themselves: one row for each bank that did
-- not clear when a payment was taken, so that it had to wait.
create view clearing_violation as
select payment.tenant, payment.id as payment_id, closed.bank, payment.created_at as taken_at, payment.release_at
from payment
join account as debtor on debtor.id = payment.debtor_id
join account as creditor on creditor.id = payment.creditor_id
cross join lateral (select debtor.bank union select creditor.bank) as closed (bank)
where payment.release_at is not null and payment.review_reasons is null
  and not is_bank_in_clearing_window(closed.bank, payment.created_at);
