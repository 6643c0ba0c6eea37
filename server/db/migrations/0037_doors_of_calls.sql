CREATE TABLE "call_tickets" (
	"call_id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "call_tickets" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "call_tickets" ADD CONSTRAINT "call_tickets_call_id_calls_id_fk" FOREIGN KEY ("call_id") REFERENCES "public"."calls"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "call_tickets" ADD CONSTRAINT "call_tickets_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE POLICY "workspace_isolation" ON "call_tickets" AS PERMISSIVE FOR ALL TO "voiceops_app" USING (workspace_id = nullif(current_setting('voiceops.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('voiceops.workspace_id', true), '')::uuid);--> statement-breakpoint
-- Which workspace a number that somebody dialled belongs to.
CREATE FUNCTION voiceops_find_phone_number(dialled text)
RETURNS TABLE (workspace_id uuid, workspace_slug text, phone_number_id uuid, flow_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT n.workspace_id, w.slug, n.id, n.flow_id
  FROM public.phone_numbers n JOIN public.workspaces w ON w.id = n.workspace_id WHERE n.number = dialled
$$;--> statement-breakpoint
REVOKE ALL ON FUNCTION voiceops_find_phone_number(text) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION voiceops_find_phone_number(text) TO voiceops_app;--> statement-breakpoint
-- Whose call it is that a carrier names.
CREATE FUNCTION voiceops_find_carrier_call(its_carrier text, its_id text)
RETURNS TABLE (workspace_id uuid, call_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT c.workspace_id, c.id FROM public.calls c WHERE c.carrier = its_carrier AND c.carrier_call_id = its_id
$$;--> statement-breakpoint
REVOKE ALL ON FUNCTION voiceops_find_carrier_call(text, text) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION voiceops_find_carrier_call(text, text) TO voiceops_app;
