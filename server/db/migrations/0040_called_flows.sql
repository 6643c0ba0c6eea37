-- Where the numbers of all workspaces lead: what callers hear first is loaded when a process starts.
CREATE FUNCTION voiceops_called_flows(most integer)
RETURNS TABLE (workspace_id uuid, flow_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT DISTINCT n.workspace_id, n.flow_id FROM public.phone_numbers n WHERE n.flow_id IS NOT NULL LIMIT most
$$;--> statement-breakpoint
REVOKE ALL ON FUNCTION voiceops_called_flows(integer) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION voiceops_called_flows(integer) TO voiceops_app;
