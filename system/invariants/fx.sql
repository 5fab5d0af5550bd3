-- What must hold of exchange rates at any time.

-- invariant: fx.history-complete | ticks follow each other without a gap
select min(id) as first, max(id) as last, count(*) as kept
from fx_snapshot having count(*) <> max(id) - min(id) + 1 or count(*) = 0;

-- invariant: fx.spikes-told | a rate that moves by more than 1 % in a tick is marked as a spike, and a marked one moves by 5 %
select snapshot_id, currency, before_e9, usd_per_unit_e9, spiked
from (
  select *, lag(usd_per_unit_e9) over (partition by currency order by snapshot_id) as before_e9
  from fx_rate
) as rate
where before_e9 is not null and case when spiked
  then abs(abs(usd_per_unit_e9::numeric / before_e9 - 1) - 0.05) > 0.000001
  else abs(usd_per_unit_e9::numeric / before_e9 - 1) > 0.01 end;
