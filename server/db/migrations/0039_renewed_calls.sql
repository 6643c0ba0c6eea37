-- A row that is being changed is left out instead of waited for: it is renewed by the next turn, and two who wait for
-- each other's rows end in a deadlock. What is only added to a call keeps nothing from its renewal.
CREATE OR REPLACE FUNCTION voiceops_renew_calls(ids uuid[], lease interval)
RETURNS integer
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH free AS (
    SELECT id FROM public.calls WHERE id = ANY (ids) AND state <> 'ended' FOR NO KEY UPDATE SKIP LOCKED
  ), renewed AS (
    UPDATE public.calls c SET lease_until = now() + lease FROM free WHERE c.id = free.id RETURNING 1
  )
  SELECT count(*)::integer FROM renewed
$$;
