CREATE TABLE "dictionary_versions" (
	"workspace_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"entries" jsonb NOT NULL,
	"note" text,
	"created_by_kind" text NOT NULL,
	"created_by_id" text,
	"created_by_name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "dictionary_versions_workspace_id_number_pk" PRIMARY KEY("workspace_id","number")
);
--> statement-breakpoint
ALTER TABLE "dictionary_versions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "versions" ADD COLUMN "dictionary_version" integer;--> statement-breakpoint
ALTER TABLE "versions" ADD COLUMN "samples_sha256" text;--> statement-breakpoint
ALTER TABLE "dictionary_versions" ADD CONSTRAINT "dictionary_versions_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audio_objects_sha256_index" ON "audio_objects" USING btree ("sha256");--> statement-breakpoint
CREATE INDEX "versions_digest_index" ON "versions" USING btree ("digest");--> statement-breakpoint
CREATE INDEX "versions_samples_sha256_index" ON "versions" USING btree ("samples_sha256");--> statement-breakpoint
CREATE POLICY "workspace_isolation" ON "dictionary_versions" AS PERMISSIVE FOR ALL TO "voiceops_app" USING (workspace_id = nullif(current_setting('voiceops.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('voiceops.workspace_id', true), '')::uuid);