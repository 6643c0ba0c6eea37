-- A version's audio is also found by its samples, and its dictionary is part of what was asked for: neither changes.
CREATE OR REPLACE FUNCTION voiceops_guard_version() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF (NEW.id, NEW.workspace_id, NEW.script_id, NEW.project_id, NEW.number, NEW.revision_id, NEW.voice_id, NEW.voice_name,
      NEW.parameters, NEW.note, NEW.batch_id, NEW.dictionary_version, NEW.created_by_kind, NEW.created_by_id, NEW.created_by_name, NEW.created_at)
    IS DISTINCT FROM
     (OLD.id, OLD.workspace_id, OLD.script_id, OLD.project_id, OLD.number, OLD.revision_id, OLD.voice_id, OLD.voice_name,
      OLD.parameters, OLD.note, OLD.batch_id, OLD.dictionary_version, OLD.created_by_kind, OLD.created_by_id, OLD.created_by_name, OLD.created_at)
    OR (OLD.digest IS NOT NULL AND NEW.digest IS DISTINCT FROM OLD.digest)
    OR (OLD.samples_sha256 IS NOT NULL AND NEW.samples_sha256 IS DISTINCT FROM OLD.samples_sha256)
    OR (OLD.master_object_id IS NOT NULL AND NEW.master_object_id IS DISTINCT FROM OLD.master_object_id)
  THEN
    RAISE EXCEPTION 'UPDATE of versions is refused: what was asked for and its audio never change' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
REVOKE UPDATE, DELETE ON dictionary_versions FROM voiceops_app;--> statement-breakpoint
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON dictionary_versions FOR EACH ROW EXECUTE FUNCTION voiceops_refuse_change();--> statement-breakpoint

-- What anybody may learn who holds audio, or its hash: whether it was made here. Of what was never deployed nothing
-- else; of what was, whose it is, which version, and where it is or was heard. One row a deployment.
CREATE FUNCTION voiceops_public_check(hash text)
RETURNS TABLE (digest text, workspace_slug text, workspace_name text, script_title text, version_number int, language text,
  channel text, slot text, since timestamptz, until timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH found AS (
    SELECT v.id FROM public.versions v WHERE v.digest = $1
    UNION
    SELECT v.id FROM public.versions v WHERE v.samples_sha256 = $1
    UNION
    SELECT v.id FROM public.audio_objects o JOIN public.versions v
      ON (o.kind = 'master' AND v.master_object_id = o.id)
      OR (o.kind IN ('rendition', 'marked', 'published') AND v.workspace_id = o.workspace_id AND v.digest = o.digest)
    WHERE o.sha256 = $1 AND o.state = 'stored'
  )
  SELECT v.digest, w.slug, w.name, s.title, CASE WHEN d.id IS NOT NULL THEN v.number END, s.language, c.slug, p.slug, d.created_at,
    CASE WHEN p.live_deployment_id = d.id AND v.status <> 'archived' THEN NULL ELSE coalesce(d.ended_at, now()) END
  FROM found f
  JOIN public.versions v ON v.id = f.id AND v.digest IS NOT NULL
  LEFT JOIN (public.deployments d
    JOIN public.slots p ON p.id = d.slot_id
    JOIN public.channels c ON c.id = d.channel_id
  ) ON d.version_id = v.id AND d.digest = v.digest
  LEFT JOIN public.workspaces w ON w.id = d.workspace_id
  LEFT JOIN public.scripts s ON s.id = v.script_id AND d.id IS NOT NULL
  ORDER BY d.created_at DESC NULLS LAST
  LIMIT 200
$$;--> statement-breakpoint
REVOKE ALL ON FUNCTION voiceops_public_check(text) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION voiceops_public_check(text) TO voiceops_app;
