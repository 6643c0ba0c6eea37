-- An attempt is alive while its worker's session holds the attempt's advisory lock: a killed worker or
-- database loses it at once, so no clock and no heartbeat is needed.
CREATE FUNCTION "voiceops_attempt_lives"("attempt" uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  select exists (
    select from pg_locks l
    where l.locktype = 'advisory' and l.granted and l.objsubid = 1
      and l.database = (select d.oid from pg_database d where d.datname = current_database())
      and ((l.classid::bigint << 32) | l.objid::bigint) = hashtextextended('attempt:' || attempt::text, 0)
  )
$$;--> statement-breakpoint
-- Unfinished versions that nobody works on: the attempt is dead, or the job is lost, spent, or has been
-- locked for long by a worker that never began. Looks across workspaces, so it gives ids and nothing else.
CREATE FUNCTION "voiceops_stalled_generations"("older_than" interval) RETURNS TABLE ("workspace_id" uuid, "version_id" uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
begin
  return query
    select v.workspace_id, v.id from versions v
    where v.state in ('queued', 'generating')
      and case when v.state = 'generating' then not voiceops_attempt_lives(v.attempt_id)
               else v.created_at < now() - older_than end
      and not exists (
        select from graphile_worker.jobs j
        where j.key = 'generateVersion:' || v.id::text
          and case when j.locked_at is null then j.attempts < j.max_attempts
                   else v.state = 'queued' and j.locked_at > now() - older_than end
      )
    order by v.created_at
    limit 500;
end
$$;--> statement-breakpoint
-- Audio that was begun and never came to be needed.
CREATE FUNCTION "voiceops_abandoned_audio"("older_than" interval) RETURNS TABLE ("workspace_id" uuid, "object_id" uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
begin
  return query
    select o.workspace_id, o.id from audio_objects o
    where o.state = 'pending' and o.created_at < now() - older_than and not voiceops_attempt_lives(o.id)
    order by o.created_at
    limit 500;
end
$$;--> statement-breakpoint
REVOKE ALL ON FUNCTION "voiceops_attempt_lives"(uuid), "voiceops_stalled_generations"(interval), "voiceops_abandoned_audio"(interval) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION "voiceops_attempt_lives"(uuid), "voiceops_stalled_generations"(interval), "voiceops_abandoned_audio"(interval) TO "voiceops_app";
