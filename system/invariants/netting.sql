-- What must hold of netting cycles whenever nothing is running. Each query returns its violations, so it must
-- be empty. Positions are worked out again from the payments themselves.

-- invariant: netting.zero-sum | per cycle and currency, what all banks owe and are owed is the same
select cycle_id, currency, sum(net_minor) as left_minor
from netting_position where counterparty = '' group by cycle_id, currency having sum(net_minor) <> 0;

-- invariant: netting.positions-true | a position is incoming less outgoing of exactly the cycle's payments
with leg as (
  select cycle.id as cycle_id, coalesce(payment.creditor_currency, payment.currency) as currency,
    debtor.bank as debtor_bank, creditor.bank as creditor_bank,
    coalesce(payment.credited_minor, payment.amount_minor) as amount_minor
  from netting_cycle as cycle
  join payment on payment.tenant = cycle.tenant
    and payment.settlement_number > coalesce(cycle.after_number, (
      select through_number from netting_removed as removed where removed.tenant = cycle.tenant), 0)
    and payment.settlement_number <= cycle.through_number
  join account as debtor on debtor.id = payment.debtor_id
  join account as creditor on creditor.id = payment.creditor_id
  where payment.status = 'settled' and payment.kind = 'payment' and debtor.bank <> creditor.bank
), side as (
  select cycle_id, currency, debtor_bank as bank, creditor_bank as other, amount_minor as outgoing, 0 as incoming
  from leg
  union all
  select cycle_id, currency, creditor_bank, debtor_bank, 0, amount_minor from leg
), expected as (
  select cycle_id, currency, bank, coalesce(other, '') as counterparty,
    count(*) filter (where outgoing > 0) as outgoing_payments, sum(outgoing) as outgoing_minor,
    count(*) filter (where incoming > 0) as incoming_payments, sum(incoming) as incoming_minor
  from side group by grouping sets ((cycle_id, currency, bank), (cycle_id, currency, bank, other))
)
select coalesce(position.cycle_id, expected.cycle_id) as cycle_id,
  coalesce(position.currency, expected.currency) as currency, coalesce(position.bank, expected.bank) as bank,
  coalesce(position.counterparty, expected.counterparty) as counterparty,
  position.outgoing_minor, expected.outgoing_minor as expected_outgoing_minor,
  position.incoming_minor, expected.incoming_minor as expected_incoming_minor
from netting_position as position full join expected
  using (cycle_id, currency, bank, counterparty)
where (position.outgoing_payments, position.outgoing_minor, position.incoming_payments, position.incoming_minor)
  is distinct from (expected.outgoing_payments, expected.outgoing_minor::bigint,
    expected.incoming_payments, expected.incoming_minor::bigint);

-- invariant: netting.one-cycle-each | cycles of a tenant follow each other without gap or overlap, the first that is kept those that were removed, and the last is open
select id, tenant, after_number, expected_after_number, state from (
  select id, tenant, after_number, state,
    lag(through_number) over tenant_cycles as expected_after_number,
    row_number() over (partition by tenant order by id desc) as from_last
  from netting_cycle window tenant_cycles as (partition by tenant order by id)
) as cycle
where after_number is distinct from expected_after_number or (state = 'open') <> (from_last = 1)
union all
select cycle.id, cycle.tenant, removed.through_number, cycle.through_number, cycle.state
from netting_removed as removed
left join netting_cycle as cycle on cycle.tenant = removed.tenant and cycle.after_number is null
where cycle.id is null or cycle.state = 'open' or cycle.through_number <= removed.through_number;

-- invariant: netting.numbers-used-once | no two payments have one settlement number
select settlement_number, count(*) as payments
from payment group by settlement_number having count(*) > 1;

-- invariant: netting.efficiency-true | gross, net and efficiency follow from the positions: 1 - sum |net| / (2 gross)
with expected as (
  select cycle_id, currency,
    sum(outgoing_payments) filter (where counterparty = '') as payments,
    sum(outgoing_minor) filter (where counterparty = '') as gross_minor,
    sum(abs(net_minor)) filter (where counterparty = '') / 2 as multilateral_minor,
    sum(abs(net_minor)) filter (where counterparty <> '') / 2 as bilateral_minor
  from netting_position group by cycle_id, currency
)
select cycle_id, currency, total.gross_minor, expected.gross_minor as expected_gross_minor,
  total.multilateral_efficiency_e6, total.bilateral_efficiency_e6
from netting_total as total full join expected using (cycle_id, currency)
where (total.payments, total.gross_minor, total.bilateral_minor, total.multilateral_minor,
    total.bilateral_efficiency_e6, total.multilateral_efficiency_e6)
  is distinct from (expected.payments::bigint, expected.gross_minor::bigint, expected.bilateral_minor::bigint,
    expected.multilateral_minor::bigint,
    floor(1e6 * (1 - expected.bilateral_minor / expected.gross_minor))::integer,
    floor(1e6 * (1 - expected.multilateral_minor / expected.gross_minor))::integer);

-- invariant: netting.transfers-even-out | what a closed cycle's transfers move brings every position to zero
select cycle_id, currency, bank, sum(amount_minor) as left_minor from (
  select cycle_id, currency, bank, net_minor as amount_minor from netting_position where counterparty = ''
  union all
  select cycle_id, currency, debtor_bank, amount_minor from netting_transfer
  union all
  select cycle_id, currency, creditor_bank, -amount_minor from netting_transfer
) as side group by cycle_id, currency, bank having sum(amount_minor) <> 0;

-- invariant: netting.settled-by-transfers | a cycle is settled when its transfers are made, each by one settled movement between the banks' settlement accounts
select cycle.id, cycle.state, transfer.currency, transfer.debtor_bank, transfer.creditor_bank, transfer.payment_id
from netting_cycle as cycle join netting_transfer as transfer on transfer.cycle_id = cycle.id
left join payment on payment.id = transfer.payment_id and payment.tenant = cycle.tenant
left join account as debtor on debtor.id = payment.debtor_id
left join account as creditor on creditor.id = payment.creditor_id
where (cycle.state = 'settled' and payment.id is null)
  or (transfer.payment_id is not null and (payment.status, payment.kind, payment.amount_minor, payment.currency,
      debtor.bank, creditor.bank)
    is distinct from ('settled', 'transfer', transfer.amount_minor, transfer.currency,
      transfer.debtor_bank, transfer.creditor_bank));

-- invariant: netting.acknowledged-settled | every cycle that a client was told is settled is stored so
-- takes: acknowledged
select told.id, cycle.state
from unnest($1::text[]) as told(id)
left join netting_cycle as cycle on cycle.id::text = told.id
where cycle.state is distinct from 'settled';
