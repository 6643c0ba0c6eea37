ALTER TABLE "installation" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "users" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "workspaces" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "member_read" ON "users" AS PERMISSIVE FOR SELECT TO "voiceops_app" USING (exists (select from memberships m where m.user_id = users.id and m.workspace_id = nullif(current_setting('voiceops.workspace_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "member_change" ON "users" AS PERMISSIVE FOR UPDATE TO "voiceops_app" USING (exists (select from memberships m where m.user_id = users.id and m.workspace_id = nullif(current_setting('voiceops.workspace_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "own_workspace_read" ON "workspaces" AS PERMISSIVE FOR SELECT TO "voiceops_app" USING (id = nullif(current_setting('voiceops.workspace_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "own_workspace_change" ON "workspaces" AS PERMISSIVE FOR UPDATE TO "voiceops_app" USING (id = nullif(current_setting('voiceops.workspace_id', true), '')::uuid);