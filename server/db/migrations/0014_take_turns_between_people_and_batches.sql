-- Within a workspace, what somebody waits for takes turns with what was queued in bulk: two lanes, so that a batch
-- of a thousand does not keep one person's next version waiting, and more batches do not give a workspace more.
DROP FUNCTION voiceops_last_turn(text, uuid);--> statement-breakpoint
CREATE FUNCTION voiceops_last_turn(name text, workspace_id uuid, bulk boolean) RETURNS int
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM public.voiceops_refuse_other_workspace($2);
  RETURN (
    SELECT greatest(
      0,
      min(j.priority) FILTER (WHERE j.run_at <= now()) - 1,
      max(j.priority) FILTER (
        WHERE j.payload ->> 'workspaceId' = $2::text
          AND coalesce((j.payload ->> 'bulk')::boolean, false) = $3))
    FROM graphile_worker._private_jobs j
    WHERE j.is_available
      AND j.task_id = (SELECT t.id FROM graphile_worker._private_tasks t WHERE t.identifier = $1));
END $$;--> statement-breakpoint
REVOKE ALL ON FUNCTION voiceops_last_turn(text, uuid, boolean) FROM public;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION voiceops_last_turn(text, uuid, boolean) TO voiceops_app;
