ALTER TABLE "calls" ADD COLUMN "redacted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "input_tokens" integer;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "output_tokens" integer;--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "call_redaction" text DEFAULT 'text-and-audio' NOT NULL;--> statement-breakpoint
ALTER TABLE "usage_entries" ADD COLUMN "call_id" uuid;--> statement-breakpoint
CREATE INDEX "usage_entries_call" ON "usage_entries" USING btree ("workspace_id","call_id") WHERE call_id is not null;--> statement-breakpoint
-- Calls of all workspaces that one process holds: it says so for all of them at once.
CREATE FUNCTION voiceops_renew_calls(ids uuid[], lease interval)
RETURNS integer
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH renewed AS (
    UPDATE public.calls SET lease_until = now() + lease WHERE id = ANY (ids) AND state <> 'ended' RETURNING 1
  )
  SELECT count(*)::integer FROM renewed
$$;--> statement-breakpoint
REVOKE ALL ON FUNCTION voiceops_renew_calls(uuid[], interval) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION voiceops_renew_calls(uuid[], interval) TO voiceops_app;--> statement-breakpoint
-- Calls of all workspaces whose process is gone: whoever tidies up ends each in its own workspace.
CREATE FUNCTION voiceops_lost_calls(most integer)
RETURNS TABLE (workspace_id uuid, call_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT c.workspace_id, c.id FROM public.calls c
  WHERE c.state IN ('ringing', 'live') AND c.lease_until < now() ORDER BY c.lease_until LIMIT most
$$;--> statement-breakpoint
REVOKE ALL ON FUNCTION voiceops_lost_calls(integer) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION voiceops_lost_calls(integer) TO voiceops_app;
