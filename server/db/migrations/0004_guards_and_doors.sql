-- What the app role may do. Row-level security decides on which rows; TRUNCATE, which it does not govern, is not given.
GRANT USAGE ON SCHEMA public TO voiceops_app;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO voiceops_app;--> statement-breakpoint
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO voiceops_app;--> statement-breakpoint
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO voiceops_app;--> statement-breakpoint
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO voiceops_app;--> statement-breakpoint
REVOKE ALL ON installation FROM voiceops_app;--> statement-breakpoint
REVOKE INSERT, DELETE ON workspaces FROM voiceops_app;--> statement-breakpoint
REVOKE INSERT, UPDATE, DELETE ON users FROM voiceops_app;--> statement-breakpoint
GRANT UPDATE (name, password_hash) ON users TO voiceops_app;--> statement-breakpoint
REVOKE UPDATE, DELETE ON revisions, audit_entries, status_changes FROM voiceops_app;--> statement-breakpoint
REVOKE DELETE ON versions, deployments, approvals FROM voiceops_app;--> statement-breakpoint

-- History that never changes. The triggers hold for the owner of the tables too.
CREATE FUNCTION voiceops_refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION '% of % is refused: its rows are history', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;--> statement-breakpoint
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON revisions FOR EACH ROW EXECUTE FUNCTION voiceops_refuse_change();--> statement-breakpoint
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON audit_entries FOR EACH ROW EXECUTE FUNCTION voiceops_refuse_change();--> statement-breakpoint
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON status_changes FOR EACH ROW EXECUTE FUNCTION voiceops_refuse_change();--> statement-breakpoint
CREATE TRIGGER undeletable BEFORE DELETE ON versions FOR EACH ROW EXECUTE FUNCTION voiceops_refuse_change();--> statement-breakpoint
CREATE TRIGGER undeletable BEFORE DELETE ON deployments FOR EACH ROW EXECUTE FUNCTION voiceops_refuse_change();--> statement-breakpoint
CREATE TRIGGER undeletable BEFORE DELETE ON approvals FOR EACH ROW EXECUTE FUNCTION voiceops_refuse_change();--> statement-breakpoint

-- The argument names the one column that may be written later, once.
CREATE FUNCTION voiceops_write_once() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  later text := TG_ARGV[0];
BEGIN
  IF to_jsonb(NEW) - later IS DISTINCT FROM to_jsonb(OLD) - later
    OR (to_jsonb(OLD) -> later <> 'null'::jsonb AND to_jsonb(NEW) -> later <> to_jsonb(OLD) -> later)
  THEN
    RAISE EXCEPTION 'UPDATE of % is refused: only % may be written, once', TG_TABLE_NAME, later USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER write_once BEFORE UPDATE ON deployments FOR EACH ROW EXECUTE FUNCTION voiceops_write_once('ended_at');--> statement-breakpoint
CREATE TRIGGER write_once BEFORE UPDATE ON approvals FOR EACH ROW EXECUTE FUNCTION voiceops_write_once('withdrawn_at');--> statement-breakpoint

-- What was asked for never changes; which audio came of it is written once.
CREATE FUNCTION voiceops_guard_version() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF (NEW.id, NEW.workspace_id, NEW.script_id, NEW.project_id, NEW.number, NEW.revision_id, NEW.voice_id, NEW.voice_name,
      NEW.parameters, NEW.note, NEW.batch_id, NEW.created_by_kind, NEW.created_by_id, NEW.created_by_name, NEW.created_at)
    IS DISTINCT FROM
     (OLD.id, OLD.workspace_id, OLD.script_id, OLD.project_id, OLD.number, OLD.revision_id, OLD.voice_id, OLD.voice_name,
      OLD.parameters, OLD.note, OLD.batch_id, OLD.created_by_kind, OLD.created_by_id, OLD.created_by_name, OLD.created_at)
    OR (OLD.digest IS NOT NULL AND NEW.digest IS DISTINCT FROM OLD.digest)
    OR (OLD.master_object_id IS NOT NULL AND NEW.master_object_id IS DISTINCT FROM OLD.master_object_id)
  THEN
    RAISE EXCEPTION 'UPDATE of versions is refused: what was asked for and its audio never change' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER unchanging BEFORE UPDATE ON versions FOR EACH ROW EXECUTE FUNCTION voiceops_guard_version();--> statement-breakpoint

-- The doors of the app role. They run as the owner of the tables, so each gives exactly what its name says.
-- A transaction that named a workspace cannot reach another one through the two that write.
CREATE FUNCTION voiceops_refuse_other_workspace(target uuid) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  current uuid := nullif(current_setting('voiceops.workspace_id', true), '')::uuid;
BEGIN
  IF current IS NOT NULL AND target IS DISTINCT FROM current THEN
    RAISE EXCEPTION 'the transaction belongs to another workspace' USING ERRCODE = 'insufficient_privilege';
  END IF;
END $$;--> statement-breakpoint
CREATE FUNCTION voiceops_enqueue(name text, payload json, run_at timestamptz, key text, max_attempts int, priority int)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM public.voiceops_refuse_other_workspace((payload ->> 'workspaceId')::uuid);
  PERFORM graphile_worker.add_job(
    identifier => name, payload => payload, run_at => run_at, max_attempts => max_attempts,
    job_key => key, priority => priority, job_key_mode => 'replace');
END $$;--> statement-breakpoint
CREATE FUNCTION voiceops_workspace_by_slug(slug text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT w.id FROM public.workspaces w WHERE w.slug = $1
$$;--> statement-breakpoint
CREATE FUNCTION voiceops_find_session(token_hash bytea)
RETURNS TABLE (workspace_id uuid, user_id uuid, user_name text, user_email text, role text, expires_at timestamptz, last_seen_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT s.workspace_id, s.user_id, u.name, u.email, m.role, s.expires_at, m.last_seen_at
  FROM public.sessions s
  JOIN public.users u ON u.id = s.user_id
  JOIN public.memberships m ON m.workspace_id = s.workspace_id AND m.user_id = s.user_id
  WHERE s.token_hash = $1 AND s.expires_at > now()
$$;--> statement-breakpoint
CREATE FUNCTION voiceops_find_api_key(key_hash bytea)
RETURNS TABLE (id uuid, workspace_id uuid, name text, scopes text[], created_by uuid, expires_at timestamptz, revoked_at timestamptz, last_used_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT k.id, k.workspace_id, k.name, k.scopes, k.created_by, k.expires_at, k.revoked_at, k.last_used_at
  FROM public.api_keys k WHERE k.key_hash = $1
$$;--> statement-breakpoint
CREATE FUNCTION voiceops_find_sign_in(email text)
RETURNS TABLE (user_id uuid, user_name text, password_hash text, workspace_id uuid, role text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT u.id, u.name, u.password_hash, m.workspace_id, m.role
  FROM public.users u JOIN public.memberships m ON m.user_id = u.id
  WHERE u.email = lower($1)
  ORDER BY m.joined_at, m.workspace_id
$$;--> statement-breakpoint
CREATE FUNCTION voiceops_add_member(workspace_id uuid, user_id uuid, email text, name text, password_hash text, role text)
RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  member uuid;
BEGIN
  PERFORM public.voiceops_refuse_other_workspace($1);
  INSERT INTO public.users AS u (id, email, name, password_hash) VALUES ($2, lower($3), $4, $5)
    ON CONFLICT ON CONSTRAINT users_email_unique DO NOTHING;
  SELECT u.id INTO STRICT member FROM public.users u WHERE u.email = lower($3);
  INSERT INTO public.memberships (workspace_id, user_id, role) VALUES ($1, member, $6);
  RETURN member;
END $$;--> statement-breakpoint
CREATE FUNCTION voiceops_create_workspace(id uuid, slug text, name text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO public.workspaces (id, slug, name) VALUES ($1, $2, $3)
$$;--> statement-breakpoint
CREATE FUNCTION voiceops_installation_get(key text) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT i.value FROM public.installation i WHERE i.key = $1
$$;--> statement-breakpoint
-- True when the value was written.
CREATE FUNCTION voiceops_installation_put(key text, value jsonb, only_if_absent boolean) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF $3 THEN
    INSERT INTO public.installation (key, value) VALUES ($1, $2) ON CONFLICT ON CONSTRAINT installation_pkey DO NOTHING;
  ELSE
    INSERT INTO public.installation (key, value) VALUES ($1, $2)
      ON CONFLICT ON CONSTRAINT installation_pkey DO UPDATE SET value = excluded.value, updated_at = now();
  END IF;
  RETURN FOUND;
END $$;--> statement-breakpoint
CREATE FUNCTION voiceops_all_workspaces() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT w.id FROM public.workspaces w ORDER BY w.id
$$;--> statement-breakpoint
DO $$
DECLARE
  door regprocedure;
BEGIN
  FOR door IN SELECT p.oid::regprocedure FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname = 'public' AND p.proname LIKE 'voiceops\_%'
  LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', door);
    IF (SELECT prosecdef FROM pg_proc WHERE oid = door) THEN
      EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO voiceops_app', door);
    END IF;
  END LOOP;
END $$;
