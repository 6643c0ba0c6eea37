-- What a personality was until now (a name and a voice) becomes its first version, with every trait where it stands by
-- itself; the oldest of a workspace becomes its primary one.
INSERT INTO "personality_versions" ("id", "workspace_id", "personality_id", "number", "content", "created_by_kind", "created_by_id", "created_by_name", "created_at")
SELECT gen_random_uuid(), workspace_id, id, 1, jsonb_build_object(
	'name', name,
	'traits', '{"age": null, "gender": "neutral", "communicationStyle": "warm", "knowledgeLevel": 3, "humourStyle": "gentle", "humourLevel": 2, "empathyLevel": 3, "responseLength": 2, "jargonLevel": 2, "salesApproach": "consultative", "formality": 3}'::jsonb,
	'languages', '["en-US"]'::jsonb,
	'emoji', null,
	'phrases', '{"opening": [], "transition": [], "closing": []}'::jsonb,
	'prompts', '{"greeting": "", "productSearch": "", "system": ""}'::jsonb,
	'voice', CASE WHEN voice_id IS NULL THEN NULL ELSE jsonb_build_object('id', voice_id, 'settings', settings, 'fallbackId', null) END
), created_by_kind, created_by_id, created_by_name, created_at
FROM "personalities";--> statement-breakpoint
UPDATE "personalities" SET "is_primary" = true
WHERE "id" IN (SELECT DISTINCT ON (workspace_id) id FROM "personalities" ORDER BY workspace_id, id);--> statement-breakpoint
ALTER TABLE "personalities" DROP COLUMN "voice_id";--> statement-breakpoint
ALTER TABLE "personalities" DROP COLUMN "settings";--> statement-breakpoint
REVOKE UPDATE, DELETE ON personality_versions FROM voiceops_app;--> statement-breakpoint
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON personality_versions FOR EACH ROW EXECUTE FUNCTION voiceops_refuse_change();
