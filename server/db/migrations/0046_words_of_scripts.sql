CREATE INDEX "revisions_words" ON "revisions" USING gin (to_tsvector('simple', "text"));--> statement-breakpoint
-- The scripts of the named workspace whose text, as it is now, has words that begin with all of these; newest first.
-- Under row-level security no index of words is used, since a policy comes before conditions that might tell of rows;
-- so this looks them up for the workspace that the transaction named, and for no other. Common words are found among
-- the newest scripts; only what is rare there is looked up in the index, whose cost is that of what it finds.
CREATE FUNCTION voiceops_scripts_saying(words text, most integer) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  here uuid := nullif(current_setting('voiceops.workspace_id', true), '')::uuid;
  -- Words of one Latin letter alone say nothing about what is looked for.
  wanted tsquery := (
    SELECT string_agg('''' || replace(replace(lexeme, '\', '\\'), '''', '''''') || ''':*', ' & ')
    FROM unnest(tsvector_to_array(to_tsvector('simple', words))) AS lexeme
    HAVING bool_or(octet_length(lexeme) > 1)
  )::tsquery;
  older uuid;
  found integer;
BEGIN
  IF here IS NULL OR wanted IS NULL THEN RETURN; END IF;
  SELECT s.id INTO older FROM public.scripts s WHERE s.workspace_id = here ORDER BY s.id DESC OFFSET 300 LIMIT 1;
  RETURN QUERY
    SELECT s.id FROM public.scripts s
    JOIN public.revisions r ON r.script_id = s.id AND r.number = s.revision_number
    WHERE s.workspace_id = here AND (older IS NULL OR s.id > older) AND to_tsvector('simple', r.text) @@ wanted
    ORDER BY s.id DESC LIMIT most;
  GET DIAGNOSTICS found = ROW_COUNT;
  IF older IS NULL OR found >= most THEN RETURN; END IF;
  RETURN QUERY
    WITH saying AS MATERIALIZED (
      SELECT r.script_id, r.number FROM public.revisions r
      WHERE r.workspace_id = here AND to_tsvector('simple', r.text) @@ wanted)
    SELECT s.id FROM saying
    JOIN public.scripts s ON s.id = saying.script_id AND s.revision_number = saying.number
    WHERE s.workspace_id = here AND s.id <= older
    ORDER BY s.id DESC LIMIT most - found;
END $$;--> statement-breakpoint
REVOKE ALL ON FUNCTION voiceops_scripts_saying(text, integer) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION voiceops_scripts_saying(text, integer) TO voiceops_app;
