CREATE TABLE "engine_settings" (
	"workspace_id" uuid NOT NULL,
	"engine_id" text NOT NULL,
	"sealed_secret" "bytea" NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "engine_settings_workspace_id_engine_id_pk" PRIMARY KEY("workspace_id","engine_id")
);
--> statement-breakpoint
ALTER TABLE "engine_settings" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "voice_chain" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "stand_ins" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "versions" ADD COLUMN "stand_in_for_id" uuid;--> statement-breakpoint
ALTER TABLE "versions" ADD COLUMN "stand_in_reason" text;--> statement-breakpoint
ALTER TABLE "engine_settings" ADD CONSTRAINT "engine_settings_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "versions" ADD CONSTRAINT "versions_stand_in_for_id_versions_id_fk" FOREIGN KEY ("stand_in_for_id") REFERENCES "public"."versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE POLICY "workspace_isolation" ON "engine_settings" AS PERMISSIVE FOR ALL TO "voiceops_app" USING (workspace_id = nullif(current_setting('voiceops.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('voiceops.workspace_id', true), '')::uuid);