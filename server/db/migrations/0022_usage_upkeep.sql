-- What was accounted stays as it is: only what is still open is settled, or taken back because no engine spoke.
CREATE TRIGGER settled BEFORE UPDATE OR DELETE ON usage_entries FOR EACH ROW WHEN (OLD.state = 'settled') EXECUTE FUNCTION voiceops_refuse_change();--> statement-breakpoint
REVOKE DELETE ON usage_months FROM voiceops_app;--> statement-breakpoint
-- Entries whose process died between the engine and the account: they count with their estimate. Gives their number.
CREATE FUNCTION voiceops_lose_usage(older_than interval) RETURNS int
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH lost AS (
    UPDATE public.usage_entries SET state = 'lost' WHERE state = 'reserved' AND at < now() - $1 RETURNING 1
  )
  SELECT count(*)::int FROM lost
$$;--> statement-breakpoint
-- What engines spoke for each workspace on each day of UTC, for the operator's metrics. Gives numbers and nothing else.
CREATE FUNCTION voiceops_usage_days(since timestamptz) RETURNS TABLE (workspace_id uuid, day text, characters bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT u.workspace_id, to_char(u.at AT TIME ZONE 'UTC', 'YYYY-MM-DD'), sum(u.characters)
  FROM public.usage_entries u WHERE u.at >= $1 AND NOT u.cached
  GROUP BY 1, 2
$$;--> statement-breakpoint
REVOKE ALL ON FUNCTION voiceops_lose_usage(interval), voiceops_usage_days(timestamptz) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION voiceops_lose_usage(interval), voiceops_usage_days(timestamptz) TO voiceops_app;
