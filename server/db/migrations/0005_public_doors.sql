-- What anybody may read without signing in: what is live now, and audio that was ever deployed and is not archived.
-- A workspace where nothing is live in the slot gives a row without a deployment, so that its changes can be followed.
CREATE FUNCTION voiceops_public_slot(workspace text, channel text, slot text)
RETURNS TABLE (workspace_id uuid, deployment_id uuid, deployed_at timestamptz, version_id uuid, version_number int, digest text,
  duration_ms real, loudness_lufs real, language text, script text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT w.id, d.id, d.created_at, v.id, v.number, d.digest, v.duration_ms, v.loudness_lufs, s.language, r.text
  FROM public.workspaces w
  LEFT JOIN (public.channels c
    JOIN public.slots p ON p.channel_id = c.id AND p.slug = $3
    JOIN public.deployments d ON d.id = p.live_deployment_id
    JOIN public.versions v ON v.id = d.version_id AND v.status <> 'archived'
    JOIN public.scripts s ON s.id = v.script_id
    JOIN public.revisions r ON r.id = v.revision_id
  ) ON c.workspace_id = w.id AND c.slug = $2
  WHERE w.slug = $1
$$;--> statement-breakpoint
CREATE FUNCTION voiceops_public_audio(workspace text, digest text, format text)
RETURNS TABLE (workspace_id uuid, object_id uuid, sha256 text, size_bytes int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT w.id, o.id, o.sha256, o.size_bytes
  FROM public.workspaces w
  JOIN public.audio_objects o ON o.workspace_id = w.id AND o.digest = $2 AND o.kind = 'published' AND o.format = $3
  WHERE w.slug = $1 AND o.state = 'stored' AND EXISTS (
    SELECT FROM public.deployments d JOIN public.versions v ON v.id = d.version_id
    WHERE d.workspace_id = w.id AND d.digest = $2 AND v.status <> 'archived')
$$;--> statement-breakpoint
REVOKE ALL ON FUNCTION voiceops_public_slot(text, text, text) FROM PUBLIC;--> statement-breakpoint
REVOKE ALL ON FUNCTION voiceops_public_audio(text, text, text) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION voiceops_public_slot(text, text, text) TO voiceops_app;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION voiceops_public_audio(text, text, text) TO voiceops_app;
