import pg from 'pg';
import { resignAnchors } from '../identity/audit/anchorAudit.ts';
import type { AuditDeps } from '../identity/audit/anchors.ts';
import { resealSigningKey } from '../provenance/keepSigningKey.ts';
import type { MasterKeys } from '../storage/masterKeys.ts';
import { openSecret, sealSecret, unwrapDataKey, wrapDataKey } from '../storage/sealing.ts';
import { rememberMasterKeys } from './guardMasterKeys.ts';

const BATCH_ROWS = 500;

export interface Rotation {
  /** Of the owner of the tables. */
  databaseUrl: string;
  masters: MasterKeys;
  audit: AuditDeps;
  /** Told after every batch how many of what are done so far. */
  onProgress(what: 'audio keys' | 'secrets', done: number): void;
  batchRows?: number;
}

/**
 * Seals everything that is sealed under an older master key anew under the current one: the data keys of audio,
 * the secrets of webhooks, engines and tools, conversations, calls, the anchors of the audit log, the key that files are signed with. The audio
 * itself is not touched. Each batch commits by
 * itself, so that a rotation that was stopped goes on where it was.
 */
export async function rotateMasterKeys(rotation: Rotation): Promise<void> {
  await withClient(rotation.databaseUrl, async (client) => {
    const ids = rotation.masters.all().map((key) => key.id);
    await rememberMasterKeys(client, ids);
    await inBatches(rotation, 'audio keys', () => rewrapAudioKeys(client, rotation));
    for (const place of SECRETS)
      await inBatches(rotation, 'secrets', () => resealSecrets(client, place, rotation));
    await resignAnchors(rotation.audit);
    const { masters } = rotation;
    await resealSigningKey(client, {
      seal: (secret) => sealSecret(masters, secret),
      open: (sealed) => openSecret(masters, sealed),
    });
  });
}

/** How much is still sealed under another than the current master key. */
export async function countSealedUnderOlderKeys(databaseUrl: string, masters: MasterKeys): Promise<number> {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ count: number }>(
      `select (select count(*) from audio_objects where master_key_id <> $1)::int
            + (${SECRETS.map(({ table, column }) => `(select count(*) from ${table} where ${keyIdOf(column)} <> $1)`).join(' + ')})::int
            + (select count(*) from installation where key = 'c2pa-signer' and value->>'masterKeyId' <> $1)::int as count`,
      [masters.current().id],
    );
    return rows[0]?.count ?? 0;
  });
}

/** Forgets that any but the current key is needed: call it once nothing is sealed under the others. */
export async function requireOnlyCurrentKey(databaseUrl: string, masters: MasterKeys): Promise<void> {
  await withClient(databaseUrl, (client) => rememberMasterKeys(client, [masters.current().id]));
}

interface SealedColumn {
  table: string;
  column: string;
}

/** Every column with something sealed. */
export const SECRETS: readonly SealedColumn[] = [
  ...[
    'webhooks',
    'engine_settings',
    'custom_voices',
    'conversations',
    'messages',
    'cached_answers',
    'voice_sessions',
    'user_preferences',
    'tool_calls',
    'calls',
    'call_events',
  ].map((table) => ({ table, column: 'sealed_secret' })),
  ...['http_tools', 'mcp_servers'].map((table) => ({ table, column: 'sealed_headers' })),
];

/** What is sealed begins with the six bytes of its key's id. */
const keyIdOf = (column: string) => `encode(substring(${column} from 1 for 6), 'hex')`;

async function inBatches(
  { onProgress }: Rotation,
  what: Parameters<Rotation['onProgress']>[0],
  batch: () => Promise<number>,
): Promise<void> {
  let done = 0;
  for (let rows = await batch(); rows > 0; rows = await batch()) {
    done += rows;
    onProgress(what, done);
  }
}

async function rewrapAudioKeys(client: pg.Client, { masters, batchRows }: Rotation): Promise<number> {
  const { rows } = await client.query<{ id: string; wrapped_key: Buffer; master_key_id: string }>(
    'select id, wrapped_key, master_key_id from audio_objects where master_key_id <> $1 limit $2',
    [masters.current().id, batchRows ?? BATCH_ROWS],
  );
  if (rows.length === 0) return 0;
  const sealed = rows.map((row) =>
    wrapDataKey(
      masters,
      unwrapDataKey(masters, { wrappedKey: row.wrapped_key, masterKeyId: row.master_key_id }),
    ),
  );
  await client.query(
    `update audio_objects set wrapped_key = anew.key, master_key_id = $1
     from unnest($2::uuid[], $3::bytea[]) as anew(id, key) where audio_objects.id = anew.id`,
    [masters.current().id, rows.map((row) => row.id), sealed.map((key) => key.wrappedKey)],
  );
  return rows.length;
}

async function resealSecrets(
  client: pg.Client,
  { table, column }: SealedColumn,
  { masters, batchRows }: Rotation,
): Promise<number> {
  const { rows } = await client.query<{ place: string; sealed: Buffer }>(
    `select ctid::text as place, ${column} as sealed from ${table} where ${keyIdOf(column)} <> $1 limit $2`,
    [masters.current().id, batchRows ?? BATCH_ROWS],
  );
  if (rows.length === 0) return 0;
  await client.query(
    // What was changed in the meantime lies elsewhere, sealed under the current key.
    `update ${table} set ${column} = anew.secret
     from unnest($1::text[]::tid[], $2::bytea[], $3::bytea[]) as anew(place, old, secret)
     where ${table}.ctid = anew.place and ${table}.${column} = anew.old`,
    [
      rows.map((row) => row.place),
      rows.map((row) => row.sealed),
      rows.map((row) => sealSecret(masters, openSecret(masters, row.sealed))),
    ],
  );
  return rows.length;
}

async function withClient<T>(databaseUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'voiceops rotate-keys' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
