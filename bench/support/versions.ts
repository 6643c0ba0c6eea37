import type pg from 'pg';

/** Inserts ready versions until the script has `size`, as if they had been generated. */
export async function growTo(client: pg.Client, scriptId: string, size: number): Promise<void> {
  await client.query('begin');
  await client.query(
    `insert into versions (id, workspace_id, script_id, project_id, number, revision_id, voice_id, voice_name,
       parameters, state, progress, engine_id, engine_version, digest, duration_ms, sample_rate_hz, loudness_lufs,
       true_peak_dbtp, size_bytes, cost_usd, peaks, words, created_by_kind, created_by_name, finished_at)
     select gen_random_uuid(), s.workspace_id, s.id, s.project_id, n, r.id, 'flite:slt', 'Clara',
       '{"speed":1,"pitch":0,"tone":"neutral","emphasis":"none","loudnessLufs":-16}', 'ready', 1, 'flite', '1',
       md5(n::text) || md5(s.id::text || n), 3000, 24000, -16, -1.5, 144044, 0, decode(repeat('40', 800), 'hex'),
       '[]', 'system', 'Benchmark', now()
     from scripts s join revisions r on r.script_id = s.id and r.number = s.revision_number,
       generate_series(s.version_count + 1, $2::int) as n
     where s.id = $1`,
    [scriptId, size],
  );
  await client.query('update scripts set version_count = greatest(version_count, $2) where id = $1', [
    scriptId,
    size,
  ]);
  await client.query('commit');
  await client.query('vacuum analyze versions');
}
