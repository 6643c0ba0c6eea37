CREATE TABLE "engine_figures" (
	"engine" text NOT NULL,
	"process_id" uuid NOT NULL,
	"figures" jsonb NOT NULL,
	CONSTRAINT "engine_figures_engine_process_id_pk" PRIMARY KEY("engine","process_id")
);
--> statement-breakpoint
ALTER TABLE "engine_figures" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "processes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"beat_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "processes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "engine_figures" ADD CONSTRAINT "engine_figures_process_id_processes_id_fk" FOREIGN KEY ("process_id") REFERENCES "public"."processes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "engine_figures_process_id_index" ON "engine_figures" USING btree ("process_id");--> statement-breakpoint
REVOKE ALL ON processes, engine_figures FROM voiceops_app;--> statement-breakpoint
-- A process says that it is there, and what changed of its engines; processes that have said nothing for a minute are
-- forgotten. False where the process itself was not known (any more): what it told before is not there then.
CREATE FUNCTION voiceops_tell_engines(process uuid, changed jsonb) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  known boolean;
BEGIN
  UPDATE public.processes p SET beat_at = now() WHERE p.id = $1;
  known := FOUND;
  IF NOT known THEN
    INSERT INTO public.processes (id) VALUES ($1);
  END IF;
  INSERT INTO public.engine_figures (engine, process_id, figures)
    SELECT e.key, $1, e.value FROM jsonb_each($2) e
    ON CONFLICT ON CONSTRAINT engine_figures_engine_process_id_pk DO UPDATE SET figures = excluded.figures;
  -- Processes that come back together, as after an outage of the database, do not wait for each other.
  DELETE FROM public.processes p WHERE p.id IN (
    SELECT gone.id FROM public.processes gone WHERE gone.beat_at < now() - interval '1 minute' FOR UPDATE SKIP LOCKED);
  RETURN known;
END $$;--> statement-breakpoint
-- How many other processes there are, and what they know of engines by name: whoever knows an engine's name knows its
-- settings. A process that has said nothing for four of its turns does not count.
CREATE FUNCTION voiceops_engine_figures(process uuid, engines text[]) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH others AS (
    SELECT p.id FROM public.processes p WHERE p.id <> $1 AND p.beat_at > now() - interval '20 seconds')
  SELECT jsonb_build_object(
    'processes', (SELECT count(*) FROM others),
    'figures', coalesce((
      SELECT jsonb_agg(jsonb_build_array(f.engine, f.figures))
      FROM public.engine_figures f JOIN others o ON o.id = f.process_id WHERE f.engine = ANY ($2)), '[]'))
$$;--> statement-breakpoint
CREATE FUNCTION voiceops_forget_process(process uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  DELETE FROM public.processes p WHERE p.id = $1
$$;--> statement-breakpoint
DO $$
DECLARE
  door text;
BEGIN
  FOREACH door IN ARRAY ARRAY[
    'voiceops_tell_engines(uuid, jsonb)', 'voiceops_engine_figures(uuid, text[])', 'voiceops_forget_process(uuid)']
  LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', door);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO voiceops_app', door);
  END LOOP;
END $$;
