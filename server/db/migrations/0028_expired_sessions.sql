-- Sessions of all workspaces that are over: whoever tidies up deletes each in its own workspace.
CREATE FUNCTION voiceops_expired_sessions(most integer)
RETURNS TABLE (workspace_id uuid, conversation_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT s.workspace_id, s.conversation_id FROM public.voice_sessions s WHERE s.expires_at < now() ORDER BY s.expires_at LIMIT most
$$;--> statement-breakpoint
REVOKE ALL ON FUNCTION voiceops_expired_sessions(integer) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION voiceops_expired_sessions(integer) TO voiceops_app;
