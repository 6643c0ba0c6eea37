CREATE INDEX "version_checks_waiting" ON "version_checks" USING btree ("requested_at") WHERE finished_at is null;--> statement-breakpoint
-- As before, and runs of checks: those without a job are to be made again (`check`), those whose job's runs are used
-- up are to end (`deadly-check`).
CREATE OR REPLACE FUNCTION "voiceops_overdue"("older_than" interval) RETURNS TABLE ("workspace_id" uuid, "kind" text, "id" uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
begin
  return query
    select due.workspace_id,
      case when due.kind = 'check' and exists (select from graphile_worker.jobs j where j.key = due.job)
        then 'deadly-check' else due.kind end,
      due.id
    from (
      select d.workspace_id, 'delivery' as kind, d.id, 'webhook:' || d.id::text as job,
        coalesce(d.next_attempt_at, d.last_attempt_at, d.created_at) as since
      from webhook_deliveries d where d.state = 'pending'
      union all
      select r.workspace_id, 'release', r.id, 'release:' || r.id::text, r.at
      from releases r where r.state = 'scheduled'
      union all
      select c.workspace_id, 'check', c.run_id, 'checkVersion:' || c.version_id::text, c.requested_at
      from version_checks c where c.finished_at is null
    ) due
    where due.since < now() - older_than
      and not exists (
        select from graphile_worker.jobs j
        where j.key = due.job and (j.locked_at is not null or j.attempts < j.max_attempts)
      )
    order by due.since
    limit 500;
end
$$;
