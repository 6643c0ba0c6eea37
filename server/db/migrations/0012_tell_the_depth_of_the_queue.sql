-- How many jobs of each kind are due and wait for a worker, of all workspaces together, for the operator's
-- metrics. Gives numbers and nothing else.
CREATE FUNCTION voiceops_queue_depth() RETURNS TABLE (job text, waiting int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT t.identifier, count(j.id)::int
    FROM graphile_worker._private_tasks t
    LEFT JOIN graphile_worker._private_jobs j ON j.task_id = t.id AND j.is_available AND j.run_at <= now()
    GROUP BY t.identifier;
END $$;--> statement-breakpoint
REVOKE ALL ON FUNCTION voiceops_queue_depth() FROM public;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION voiceops_queue_depth() TO voiceops_app;
