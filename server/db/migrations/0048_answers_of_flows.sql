ALTER TABLE "call_turns" ALTER COLUMN "intent" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "call_turns" ALTER COLUMN "sentiment_score" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "call_turns" ALTER COLUMN "interrupted" DROP NOT NULL;