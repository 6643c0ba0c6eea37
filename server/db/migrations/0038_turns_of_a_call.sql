DROP INDEX "call_turns_call_id_index";--> statement-breakpoint
CREATE INDEX "call_turns_call_id_workspace_id_index" ON "call_turns" USING btree ("call_id","workspace_id");