-- Who decided a review: the principal of the request, "api" where an earlier version did not say.
alter table payment add column reviewed_by text;

create or replace function audit_review() returns trigger language plpgsql as $$
begin
  insert into audit_log (at, tenant, actor, action, subject, details)
  values (new.reviewed_at, new.tenant, coalesce(new.reviewed_by, 'api'), 'review-decided', new.id::text,
    jsonb_build_object('decision', new.review_decision, 'reasons', new.review_reasons, 'status', new.status));
  return null;
end
$$;
