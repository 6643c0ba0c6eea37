-- A text of a script that puts no spaces between its words (Chinese, Japanese, Thai, Lao, Khmer, Burmese) with a space
-- around each of its characters: each is a word to search for, and a word is a sequence of them.
CREATE FUNCTION voiceops_spaced(words text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $$
  SELECT regexp_replace(words,
    '([\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF\u2E80-\u2FDF\u3005-\u30FF\u31F0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF\uFF66-\uFF9F\U00020000-\U0003FFFF])',
    ' \1 ', 'g')
$$;--> statement-breakpoint
REVOKE ALL ON FUNCTION voiceops_spaced(text) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION voiceops_spaced(text) TO voiceops_app;--> statement-breakpoint
DROP INDEX "revisions_words";--> statement-breakpoint
ALTER TABLE "faq_entries" drop column "search";--> statement-breakpoint
ALTER TABLE "faq_entries" ADD COLUMN "search" "tsvector" GENERATED ALWAYS AS (setweight(to_tsvector(voiceops_search_config("faq_entries"."language"), voiceops_spaced("faq_entries"."question")), 'A') || setweight(to_tsvector(voiceops_search_config("faq_entries"."language"), voiceops_spaced("faq_entries"."answer")), 'C')) STORED;--> statement-breakpoint
ALTER TABLE "products" drop column "search";--> statement-breakpoint
ALTER TABLE "products" ADD COLUMN "search" "tsvector" GENERATED ALWAYS AS (setweight(to_tsvector(voiceops_search_config("products"."language"), voiceops_spaced("products"."name")), 'A') || setweight(to_tsvector(voiceops_search_config("products"."language"), voiceops_spaced("products"."description")), 'B')) STORED;--> statement-breakpoint
CREATE INDEX "revisions_words" ON "revisions" USING gin (to_tsvector('simple', voiceops_spaced("text")));--> statement-breakpoint
CREATE INDEX "products_search_index" ON "products" USING gin ("search");--> statement-breakpoint
CREATE INDEX "faq_entries_search_index" ON "faq_entries" USING gin ("search");--> statement-breakpoint
-- As before (0046_words_of_scripts.sql), and of words without spaces all that contain them.
CREATE OR REPLACE FUNCTION voiceops_scripts_saying(words text, most integer) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  here uuid := nullif(current_setting('voiceops.workspace_id', true), '')::uuid;
  wanted tsquery;
  older uuid;
  found integer;
BEGIN
  SELECT string_agg(part::text, ' & ')::tsquery INTO wanted
  FROM regexp_split_to_table(words, '\s+') AS word,
    LATERAL (
      SELECT phraseto_tsquery('simple', public.voiceops_spaced(word)) AS part, true AS telling
      WHERE public.voiceops_spaced(word) <> word
      UNION ALL
      SELECT string_agg('''' || replace(replace(lexeme, '\', '\\'), '''', '''''') || ''':*', ' & ')::tsquery,
        bool_or(octet_length(lexeme) > 1)
      FROM unnest(tsvector_to_array(to_tsvector('simple', word))) AS lexeme
      WHERE public.voiceops_spaced(word) = word
    ) AS of_word
  WHERE numnode(part) > 0
  -- Words of one Latin letter alone say nothing about what is looked for.
  HAVING bool_or(telling);
  IF here IS NULL OR wanted IS NULL THEN RETURN; END IF;
  SELECT s.id INTO older FROM public.scripts s WHERE s.workspace_id = here ORDER BY s.id DESC OFFSET 300 LIMIT 1;
  RETURN QUERY
    SELECT s.id FROM public.scripts s
    JOIN public.revisions r ON r.script_id = s.id AND r.number = s.revision_number
    WHERE s.workspace_id = here AND (older IS NULL OR s.id > older) AND to_tsvector('simple', public.voiceops_spaced(r.text)) @@ wanted
    ORDER BY s.id DESC LIMIT most;
  GET DIAGNOSTICS found = ROW_COUNT;
  IF older IS NULL OR found >= most THEN RETURN; END IF;
  RETURN QUERY
    WITH saying AS MATERIALIZED (
      SELECT r.script_id, r.number FROM public.revisions r
      WHERE r.workspace_id = here AND to_tsvector('simple', public.voiceops_spaced(r.text)) @@ wanted)
    SELECT s.id FROM saying
    JOIN public.scripts s ON s.id = saying.script_id AND s.revision_number = saying.number
    WHERE s.workspace_id = here AND s.id <= older
    ORDER BY s.id DESC LIMIT most - found;
END $$;
