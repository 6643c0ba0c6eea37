-- A new password ends a person's sessions in every workspace, which row-level security would hide from each other.
CREATE FUNCTION voiceops_end_other_sessions(user_id uuid, kept_token_hash bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  current uuid := nullif(current_setting('voiceops.workspace_id', true), '')::uuid;
BEGIN
  -- Only for a member of the workspace that the transaction named.
  IF NOT EXISTS (SELECT FROM public.memberships m WHERE m.workspace_id = current AND m.user_id = $1) THEN
    RAISE EXCEPTION 'not a member of the named workspace' USING ERRCODE = 'insufficient_privilege';
  END IF;
  DELETE FROM public.sessions s WHERE s.user_id = $1 AND s.token_hash <> $2;
END $$;--> statement-breakpoint
REVOKE ALL ON FUNCTION voiceops_end_other_sessions(uuid, bytea) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION voiceops_end_other_sessions(uuid, bytea) TO voiceops_app;
