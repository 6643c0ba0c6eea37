CREATE TABLE "usage_entries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"state" text NOT NULL,
	"cached" boolean NOT NULL,
	"engine_id" text NOT NULL,
	"voice_id" text NOT NULL,
	"voice_name" text NOT NULL,
	"purpose" text NOT NULL,
	"personality_id" uuid,
	"version_id" uuid,
	"characters" integer NOT NULL,
	"seconds" double precision NOT NULL,
	"cost_usd" double precision NOT NULL,
	"created_by_kind" text NOT NULL,
	"created_by_id" text,
	"created_by_name" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "usage_entries" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "usage_months" (
	"workspace_id" uuid NOT NULL,
	"month" date NOT NULL,
	"characters" bigint NOT NULL,
	CONSTRAINT "usage_months_workspace_id_month_pk" PRIMARY KEY("workspace_id","month")
);
--> statement-breakpoint
ALTER TABLE "usage_months" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "plan" text;--> statement-breakpoint
ALTER TABLE "usage_entries" ADD CONSTRAINT "usage_entries_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_months" ADD CONSTRAINT "usage_months_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "usage_entries_workspace_at" ON "usage_entries" USING btree ("workspace_id","at");--> statement-breakpoint
CREATE INDEX "usage_entries_reserved" ON "usage_entries" USING btree ("at") WHERE state = 'reserved';--> statement-breakpoint
CREATE POLICY "workspace_isolation" ON "usage_entries" AS PERMISSIVE FOR ALL TO "voiceops_app" USING (workspace_id = nullif(current_setting('voiceops.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('voiceops.workspace_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "workspace_isolation" ON "usage_months" AS PERMISSIVE FOR ALL TO "voiceops_app" USING (workspace_id = nullif(current_setting('voiceops.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('voiceops.workspace_id', true), '')::uuid);