CREATE TABLE "voice_pulls" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"voice_id" text NOT NULL,
	"state" text DEFAULT 'queued' NOT NULL,
	"received_bytes" bigint DEFAULT 0 NOT NULL,
	"problem" text,
	"created_by_kind" text NOT NULL,
	"created_by_id" text,
	"created_by_name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "voice_pulls" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "voice_pulls" ADD CONSTRAINT "voice_pulls_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "voice_pulls_under_way" ON "voice_pulls" USING btree ("workspace_id","voice_id") WHERE state in ('queued', 'running');--> statement-breakpoint
CREATE POLICY "workspace_isolation" ON "voice_pulls" AS PERMISSIVE FOR ALL TO "voiceops_app" USING (workspace_id = nullif(current_setting('voiceops.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('voiceops.workspace_id', true), '')::uuid);