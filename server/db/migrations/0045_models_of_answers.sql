ALTER TABLE "answer_days" ADD COLUMN "model" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "answer_days" DROP CONSTRAINT "answer_days_workspace_id_day_agent_id_pk";--> statement-breakpoint
ALTER TABLE "answer_days" ADD CONSTRAINT "answer_days_workspace_id_day_agent_id_model_pk" PRIMARY KEY("workspace_id","day","agent_id","model");
