CREATE TABLE "custom_voices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"personality_id" uuid NOT NULL,
	"consent_id" uuid NOT NULL,
	"engine_id" text NOT NULL,
	"name" text NOT NULL,
	"language" text NOT NULL,
	"gender" text NOT NULL,
	"state" text NOT NULL,
	"review_reason" text,
	"failure" text,
	"progress" real DEFAULT 0 NOT NULL,
	"sample_ids" uuid[] NOT NULL,
	"sealed_secret" "bytea",
	"abilities" jsonb,
	"created_by_kind" text NOT NULL,
	"created_by_id" text,
	"created_by_name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "custom_voices" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "personalities" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"name" text NOT NULL,
	"voice_id" text,
	"settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"custom_voice_id" uuid,
	"test_object_id" uuid,
	"created_by_kind" text NOT NULL,
	"created_by_id" text,
	"created_by_name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "personalities" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "voice_consents" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"personality_id" uuid NOT NULL,
	"speaker" text NOT NULL,
	"scope" text NOT NULL,
	"statement" text NOT NULL,
	"heard" text,
	"match" text NOT NULL,
	"state" text NOT NULL,
	"object_id" uuid NOT NULL,
	"media_type" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"created_by_kind" text NOT NULL,
	"created_by_id" text,
	"created_by_name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "voice_consents" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "voice_samples" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"personality_id" uuid NOT NULL,
	"name" text NOT NULL,
	"media_type" text NOT NULL,
	"duration_ms" real NOT NULL,
	"sample_rate_hz" integer NOT NULL,
	"size_bytes" integer NOT NULL,
	"peaks" "bytea" NOT NULL,
	"speech" jsonb NOT NULL,
	"checks" jsonb NOT NULL,
	"created_by_kind" text NOT NULL,
	"created_by_id" text,
	"created_by_name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "voice_samples" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "custom_voices" ADD CONSTRAINT "custom_voices_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "custom_voices" ADD CONSTRAINT "custom_voices_personality_id_personalities_id_fk" FOREIGN KEY ("personality_id") REFERENCES "public"."personalities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "custom_voices" ADD CONSTRAINT "custom_voices_consent_id_voice_consents_id_fk" FOREIGN KEY ("consent_id") REFERENCES "public"."voice_consents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "personalities" ADD CONSTRAINT "personalities_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "personalities" ADD CONSTRAINT "personalities_custom_voice_id_custom_voices_id_fk" FOREIGN KEY ("custom_voice_id") REFERENCES "public"."custom_voices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "personalities" ADD CONSTRAINT "personalities_test_object_id_audio_objects_id_fk" FOREIGN KEY ("test_object_id") REFERENCES "public"."audio_objects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "voice_consents" ADD CONSTRAINT "voice_consents_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "voice_consents" ADD CONSTRAINT "voice_consents_personality_id_personalities_id_fk" FOREIGN KEY ("personality_id") REFERENCES "public"."personalities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "voice_consents" ADD CONSTRAINT "voice_consents_object_id_audio_objects_id_fk" FOREIGN KEY ("object_id") REFERENCES "public"."audio_objects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "voice_samples" ADD CONSTRAINT "voice_samples_id_audio_objects_id_fk" FOREIGN KEY ("id") REFERENCES "public"."audio_objects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "voice_samples" ADD CONSTRAINT "voice_samples_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "voice_samples" ADD CONSTRAINT "voice_samples_personality_id_personalities_id_fk" FOREIGN KEY ("personality_id") REFERENCES "public"."personalities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "custom_voices_workspace_id_state_index" ON "custom_voices" USING btree ("workspace_id","state");--> statement-breakpoint
CREATE INDEX "custom_voices_personality_id_id_index" ON "custom_voices" USING btree ("personality_id","id");--> statement-breakpoint
CREATE INDEX "personalities_workspace_id_id_index" ON "personalities" USING btree ("workspace_id","id");--> statement-breakpoint
CREATE INDEX "voice_consents_personality_id_id_index" ON "voice_consents" USING btree ("personality_id","id");--> statement-breakpoint
CREATE INDEX "voice_consents_workspace_id_state_index" ON "voice_consents" USING btree ("workspace_id","state");--> statement-breakpoint
CREATE INDEX "voice_samples_personality_id_id_index" ON "voice_samples" USING btree ("personality_id","id");--> statement-breakpoint
CREATE POLICY "workspace_isolation" ON "custom_voices" AS PERMISSIVE FOR ALL TO "voiceops_app" USING (workspace_id = nullif(current_setting('voiceops.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('voiceops.workspace_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "workspace_isolation" ON "personalities" AS PERMISSIVE FOR ALL TO "voiceops_app" USING (workspace_id = nullif(current_setting('voiceops.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('voiceops.workspace_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "workspace_isolation" ON "voice_consents" AS PERMISSIVE FOR ALL TO "voiceops_app" USING (workspace_id = nullif(current_setting('voiceops.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('voiceops.workspace_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "workspace_isolation" ON "voice_samples" AS PERMISSIVE FOR ALL TO "voiceops_app" USING (workspace_id = nullif(current_setting('voiceops.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('voiceops.workspace_id', true), '')::uuid);