import pg from 'pg';
import type { MasterKeys } from '../storage/masterKeys.ts';

/** Where the database remembers which master keys what it holds is sealed under. */
const KEY = 'master-keys';

/**
 * Refuses to go on without a master key that this database's audio and secrets are sealed under: a fresh key, made
 * because the old one was lost or belongs to another node, would leave them unreadable. Remembers the current key.
 */
export async function guardMasterKeys(url: string, masters: MasterKeys): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  // The query fails; without a listener a connection that breaks would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ value: { ids: string[] } }>(
      // The update of nothing takes the row's lock: of nodes that start at once, one decides.
      `insert into installation (key, value) values ($1, $2)
       on conflict (key) do update set value = installation.value returning value`,
      [KEY, { ids: [masters.current().id] }],
    );
    const used = rows[0]?.value.ids ?? [];
    const here = new Set(masters.all().map((key) => key.id));
    const missing = used.find((id) => !here.has(id));
    if (missing)
      throw new Error(
        `The master key ${missing}, under which this installation's audio and secrets are encrypted, is not here. Put it back: VOICEOPS_MASTER_KEY, or master.key in the data folder.`,
      );
    await rememberMasterKeys(client, [...new Set([masters.current().id, ...used])]);
  } finally {
    await client.end();
  }
}

/** Writes down which keys are needed from now on. */
export async function rememberMasterKeys(client: pg.Client, ids: string[]): Promise<void> {
  await client.query('update installation set value = $2, updated_at = now() where key = $1', [KEY, { ids }]);
}
