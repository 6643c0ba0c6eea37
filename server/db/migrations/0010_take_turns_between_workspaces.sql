-- The last turn that is taken, from the view of one workspace: its own last waiting job's, but no earlier than
-- the one before the turn that the queue has come to. Jobs that get the turns after it alternate with the jobs
-- of other workspaces, however many of them wait (start-time fair queueing: Goyal, Vin, Cheng 1997). Looks
-- across workspaces, so it gives a number and nothing else.
CREATE FUNCTION voiceops_last_turn(name text, workspace_id uuid) RETURNS int
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM public.voiceops_refuse_other_workspace($2);
  RETURN (
    SELECT greatest(
      0,
      min(j.priority) FILTER (WHERE j.run_at <= now()) - 1,
      max(j.priority) FILTER (WHERE j.payload ->> 'workspaceId' = $2::text))
    FROM graphile_worker._private_jobs j
    WHERE j.is_available
      AND j.task_id = (SELECT t.id FROM graphile_worker._private_tasks t WHERE t.identifier = $1));
END $$;--> statement-breakpoint
REVOKE ALL ON FUNCTION voiceops_last_turn(text, uuid) FROM public;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION voiceops_last_turn(text, uuid) TO voiceops_app;
