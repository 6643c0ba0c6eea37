-- What was written down in clear cannot be sealed here, and must not stay.
TRUNCATE "tool_calls";--> statement-breakpoint
ALTER TABLE "tool_calls" ADD COLUMN "sealed_secret" "bytea" NOT NULL;--> statement-breakpoint
ALTER TABLE "tool_calls" DROP COLUMN "arguments";--> statement-breakpoint
ALTER TABLE "tool_calls" DROP COLUMN "result";--> statement-breakpoint
ALTER TABLE "tool_calls" DROP COLUMN "message";