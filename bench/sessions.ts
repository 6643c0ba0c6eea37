import pg from 'pg';
import type { Client } from '../test/support/client.ts';
import { growth } from './support/growth.ts';
import { made, openInstallation } from './support/installation.ts';
import { type Figure, median, timeMs } from './support/statistics.ts';

const SIZES = [10, 10_000, 100_000];
const WARM_UP = 30;
const ROUNDS = 200;

/** Beginning, reading, using and deleting a session, with more and more sessions of the workspace stored. */
export async function run(): Promise<Figure[]> {
  const installation = await openInstallation();
  const client = new pg.Client({ connectionString: installation.databaseUrl });
  await client.connect();
  try {
    await installation.start({ VOICEOPS_ROLES: 'web' });
    const { api } = installation;
    return await growth(SIZES, {
      room: 'sessions',
      what: 'stored',
      growTo: (size) => growTo(client, api, size),
      costs: () => costs(api),
    });
  } finally {
    await client.end();
    await installation.close();
  }
}

/** Medians in ms of one life of a session; what is begun is deleted again. */
async function costs(api: Client): Promise<Record<string, number>> {
  const times: Record<string, number[]> = { begin: [], read: [], use: [], delete: [] };
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    const begun = await timed(() => made(api.post('/api/v1/sessions', {})));
    const at = `/api/v1/sessions/${begun.value.id}`;
    const spoken = await timed(() =>
      made(api.post('/api/v1/voice/synthesize', { text: 'Yes.', sessionId: begun.value.id })),
    );
    const read = await timed(() => made(api.get(at)));
    const gone = await timed(() => api.del(at));
    if (gone.value.status !== 204) throw new Error(`A session could not be deleted: ${gone.value.status}.`);
    if (round < WARM_UP) continue;
    for (const [name, { ms }] of Object.entries({ begin: begun, read, use: spoken, delete: gone }))
      times[name]!.push(ms);
  }
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]));
}

async function timed<Value>(work: () => Promise<Value>): Promise<{ value: Value; ms: number }> {
  let value: Value | undefined;
  const ms = await timeMs(async () => {
    value = await work();
  });
  return { value: value as Value, ms };
}

/** Copies a session until so many are stored: rows as the product writes them, of another holder. */
async function growTo(client: pg.Client, api: Client, size: number): Promise<void> {
  const { rows } = await client.query<{ count: number }>('select count(*)::int as count from voice_sessions');
  const missing = size - rows[0]!.count;
  if (missing <= 0) return;
  const { id } = await made(api.post('/api/v1/sessions', { idleSeconds: 86_400 }));
  await client.query(
    `with fresh as (select gen_random_uuid() as conversation, gen_random_uuid() as session from generate_series(1, $2::int)),
          talks as (
            insert into conversations (id, workspace_id, sealed_secret, created_by_kind, created_by_id, created_by_name)
            select f.conversation, c.workspace_id, c.sealed_secret, c.created_by_kind, c.created_by_id, c.created_by_name
            from fresh f, voice_sessions s join conversations c on c.id = s.conversation_id where s.id = $1
            returning id
          )
     insert into voice_sessions (id, workspace_id, conversation_id, sealed_secret, idle_seconds, expires_at,
                                 created_by_kind, created_by_id, created_by_name)
     select f.session, s.workspace_id, f.conversation, s.sealed_secret, s.idle_seconds, s.expires_at + random() * interval '1 day',
            s.created_by_kind, s.created_by_id, s.created_by_name
     from fresh f join talks t on t.id = f.conversation, voice_sessions s where s.id = $1`,
    [id, missing - 1],
  );
  await client.query('analyze conversations, voice_sessions');
}
