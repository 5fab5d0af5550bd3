-- What is decided seldom has its line in the audit log in the very commit that decides it, whoever does.

-- Only held payments are ever updated: what is settled at once never meets this trigger.
create function audit_review() returns trigger language plpgsql as $$
begin
  insert into audit_log (at, tenant, actor, action, subject, details)
  values (new.reviewed_at, new.tenant, 'api', 'review-decided', new.id::text,
    jsonb_build_object('decision', new.review_decision, 'reasons', new.review_reasons, 'status', new.status));
  return null;
end
$$;

create trigger payment_review_told after update of review_decision on payment
  for each row when (new.review_decision is distinct from old.review_decision)
  execute function audit_review();

-- A rebalance is told when its money has been moved.
create function audit_rebalance() returns trigger language plpgsql as $$
begin
  insert into audit_log (at, tenant, actor, action, subject, details)
  values (new.decided_at, new.tenant, 'liquidity', 'pool-rebalanced', new.pool_id,
    jsonb_build_object('movement', new.id, 'currency', new.currency, 'amountMinor', new.amount_minor,
      'balanceBeforeMinor', new.balance_before_minor, 'balanceAfterMinor', new.balance_after_minor,
      'reason', new.reason, 'paymentId', new.payment_id));
  return null;
end
$$;

create trigger liquidity_movement_told after update of status on liquidity_movement
  for each row when (new.is_rebalance and new.status = 'done' and old.status <> 'done')
  execute function audit_rebalance();
