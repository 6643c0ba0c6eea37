DROP INDEX "conversations_waiting";--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "told_nobody_came" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "held_by_kind" text;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "held_by_id" text;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "held_by_name" text;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "held_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "unanswered_since" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "conversations_of_people" ON "conversations" USING btree ("workspace_id","updated_at") WHERE "conversations"."waits_since" is not null or "conversations"."held_since" is not null;--> statement-breakpoint
-- Conversations of all workspaces in which somebody has waited for a person for long and was not told, or a member was
-- waited for and did not answer: whoever sees to them does so in each one's workspace.
CREATE FUNCTION voiceops_left_waiting(nobody_came_minutes integer, left_minutes integer, most integer)
RETURNS TABLE (workspace_id uuid, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT c.workspace_id, c.id FROM public.conversations c
  WHERE (c.waits_since IS NOT NULL OR c.held_since IS NOT NULL)
    AND ((c.waits_since <= now() - make_interval(mins => nobody_came_minutes) AND NOT c.told_nobody_came)
      OR c.unanswered_since <= now() - make_interval(mins => left_minutes))
  ORDER BY coalesce(c.unanswered_since, c.waits_since) LIMIT most
$$;--> statement-breakpoint
REVOKE ALL ON FUNCTION voiceops_left_waiting(integer, integer, integer) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION voiceops_left_waiting(integer, integer, integer) TO voiceops_app;
