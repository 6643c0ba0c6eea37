-- Which workspaces a person may go to is known before any of them is entered.
CREATE FUNCTION voiceops_workspaces_of(user_id uuid)
RETURNS TABLE (id uuid, slug text, name text, role text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT w.id, w.slug, w.name, m.role
  FROM public.memberships m JOIN public.workspaces w ON w.id = m.workspace_id
  WHERE m.user_id = $1
  ORDER BY m.joined_at, w.id
$$;--> statement-breakpoint
REVOKE ALL ON FUNCTION voiceops_workspaces_of(uuid) FROM public;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION voiceops_workspaces_of(uuid) TO voiceops_app;
