CREATE INDEX "releases_scheduled" ON "releases" USING btree ("at") WHERE state = 'scheduled';--> statement-breakpoint
CREATE INDEX "webhook_deliveries_pending" ON "webhook_deliveries" USING btree ("created_at") WHERE state = 'pending';--> statement-breakpoint
-- Deliveries and releases that are due and that no job will carry out: there is none, or its runs are used up.
-- Looks across workspaces, so it gives ids and nothing else.
CREATE FUNCTION "voiceops_overdue"("older_than" interval) RETURNS TABLE ("workspace_id" uuid, "kind" text, "id" uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
begin
  return query
    select due.workspace_id, due.kind, due.id from (
      select d.workspace_id, 'delivery' as kind, d.id, 'webhook:' || d.id::text as job,
        coalesce(d.next_attempt_at, d.last_attempt_at, d.created_at) as since
      from webhook_deliveries d where d.state = 'pending'
      union all
      select r.workspace_id, 'release', r.id, 'release:' || r.id::text, r.at
      from releases r where r.state = 'scheduled'
    ) due
    where due.since < now() - older_than
      and not exists (
        select from graphile_worker.jobs j
        where j.key = due.job and (j.locked_at is not null or j.attempts < j.max_attempts)
      )
    order by due.since
    limit 500;
end
$$;--> statement-breakpoint
REVOKE ALL ON FUNCTION "voiceops_overdue"(interval) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION "voiceops_overdue"(interval) TO "voiceops_app";
