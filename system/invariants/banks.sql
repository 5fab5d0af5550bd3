-- What must hold of banks and of the windows in which payments are accepted and released. Windows are
-- computed anew from the tables of banks, by SQL and its own rules of time zones; instants are gathered
-- first, because a batch shares one.

-- invariant: banks.accounts-known | every account of a customer is kept by one of the banks
select account.tenant, account.number, account.bank
from account left join bank on bank.bic = account.bank where bank.bic is null and not account.internal;

-- invariant: banks.windows-kept | a payment is queued for a window if and only if one of its banks did not clear when it was accepted or approved
with taken as (
  select payment.id, debtor.bank as debtor_bank, creditor.bank as creditor_bank,
    coalesce(payment.reviewed_at, payment.created_at) as taken_at, payment.release_at is null as at_once
  from payment
  join account as debtor on debtor.id = payment.debtor_id
  join account as creditor on creditor.id = payment.creditor_id
  where payment.kind = 'payment'
    and (payment.review_reasons is null or payment.review_decision = 'approve')
), clears as (
  select bank, taken_at, is_bank_in_clearing_window(bank, taken_at) as open from (
    select debtor_bank as bank, taken_at from taken union select creditor_bank, taken_at from taken
  ) as asked
)
select taken.id, taken.debtor_bank, taken.creditor_bank, taken.taken_at, taken.at_once
from taken
left join clears as debtor on (debtor.bank, debtor.taken_at) = (taken.debtor_bank, taken.taken_at)
left join clears as creditor on (creditor.bank, creditor.taken_at) = (taken.creditor_bank, taken.taken_at)
where taken.at_once is distinct from (debtor.open and creditor.open);

-- invariant: banks.released-at-an-opening | a queued payment waits for an instant, later than its own, at which both of its banks begin to clear
with waiting as (
  select debtor.bank as debtor_bank, creditor.bank as creditor_bank, payment.release_at,
    max(coalesce(payment.reviewed_at, payment.created_at)) as taken_at
  from payment
  join account as debtor on debtor.id = payment.debtor_id
  join account as creditor on creditor.id = payment.creditor_id
  where payment.release_at is not null group by 1, 2, 3
)
select waiting.debtor_bank, waiting.creditor_bank, waiting.taken_at, waiting.release_at
from waiting cross join lateral (
  select at, is_bank_in_clearing_window(debtor_bank, at) and is_bank_in_clearing_window(creditor_bank, at) as both_open
  from (values (release_at), (release_at - interval '1 millisecond')) as around (at)
) as clears
group by 1, 2, 3, 4
having array_agg(clears.both_open order by clears.at) <> '{false,true}' or waiting.release_at <= waiting.taken_at;

-- invariant: banks.nothing-before-opening | what was queued for a window was neither settled nor rejected before its opening
select payment.id, payment.status, payment.release_at, payment.released_at
from payment
where payment.release_at is not null and (
  payment.released_at < payment.release_at
  or (payment.status = 'queued') is distinct from (payment.released_at is null));
