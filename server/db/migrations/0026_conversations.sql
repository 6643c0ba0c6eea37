CREATE TABLE "answer_days" (
	"workspace_id" uuid NOT NULL,
	"day" date NOT NULL,
	"agent_id" text NOT NULL,
	"answers" integer DEFAULT 0 NOT NULL,
	"cached" integer DEFAULT 0 NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL,
	"input_tokens" bigint DEFAULT 0 NOT NULL,
	"output_tokens" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "answer_days_workspace_id_day_agent_id_pk" PRIMARY KEY("workspace_id","day","agent_id")
);
--> statement-breakpoint
ALTER TABLE "answer_days" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "cached_answers" (
	"workspace_id" uuid NOT NULL,
	"key" text NOT NULL,
	"sealed_secret" "bytea" NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "cached_answers_workspace_id_key_pk" PRIMARY KEY("workspace_id","key")
);
--> statement-breakpoint
ALTER TABLE "cached_answers" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "conversations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"personality_id" uuid,
	"personality_name" text,
	"message_count" integer DEFAULT 0 NOT NULL,
	"sealed_secret" "bytea" NOT NULL,
	"turn_id" uuid,
	"lease_until" timestamp (3) with time zone,
	"stop_requested" boolean DEFAULT false NOT NULL,
	"created_by_kind" text NOT NULL,
	"created_by_id" text,
	"created_by_name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "conversations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "messages" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"conversation_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"by" text NOT NULL,
	"sealed_secret" "bytea" NOT NULL,
	"intent" text,
	"confidence" real,
	"sentiment_score" real,
	"sentiment" text,
	"personality_id" uuid,
	"personality_name" text,
	"personality_version" integer,
	"agent_id" text,
	"agent_name" text,
	"agent_version" text,
	"cached" boolean DEFAULT false NOT NULL,
	"end" text,
	"audio_object_id" uuid,
	"audio_duration_ms" real,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "messages" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "answer_days" ADD CONSTRAINT "answer_days_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cached_answers" ADD CONSTRAINT "cached_answers_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_audio_object_id_audio_objects_id_fk" FOREIGN KEY ("audio_object_id") REFERENCES "public"."audio_objects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "cached_answers_expires_at_index" ON "cached_answers" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "conversations_workspace_id_updated_at_id_index" ON "conversations" USING btree ("workspace_id","updated_at","id");--> statement-breakpoint
CREATE INDEX "conversations_workspace_id_created_by_id_updated_at_index" ON "conversations" USING btree ("workspace_id","created_by_id","updated_at");--> statement-breakpoint
CREATE INDEX "conversations_workspace_id_personality_id_updated_at_index" ON "conversations" USING btree ("workspace_id","personality_id","updated_at");--> statement-breakpoint
CREATE UNIQUE INDEX "messages_conversation_id_number_index" ON "messages" USING btree ("conversation_id","number");--> statement-breakpoint
CREATE POLICY "workspace_isolation" ON "answer_days" AS PERMISSIVE FOR ALL TO "voiceops_app" USING (workspace_id = nullif(current_setting('voiceops.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('voiceops.workspace_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "workspace_isolation" ON "cached_answers" AS PERMISSIVE FOR ALL TO "voiceops_app" USING (workspace_id = nullif(current_setting('voiceops.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('voiceops.workspace_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "workspace_isolation" ON "conversations" AS PERMISSIVE FOR ALL TO "voiceops_app" USING (workspace_id = nullif(current_setting('voiceops.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('voiceops.workspace_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "workspace_isolation" ON "messages" AS PERMISSIVE FOR ALL TO "voiceops_app" USING (workspace_id = nullif(current_setting('voiceops.workspace_id', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('voiceops.workspace_id', true), '')::uuid);