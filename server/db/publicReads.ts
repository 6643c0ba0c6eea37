import type { AudioFormat } from '../../shared/speech/parameters.ts';
import type { Database } from './database.ts';

/** What is live in a slot, as anybody may know it. */
export interface LiveRow {
  deployment_id: string;
  deployed_at: Date;
  version_id: string;
  version_number: number;
  digest: string;
  duration_ms: number;
  loudness_lufs: number | null;
  language: string;
  script: string;
}

/**
 * What is live at a public address, in one round trip by a prepared query. Null: there is no such workspace;
 * `live` null: nothing is live there.
 */
export async function readPublicSlot(
  database: Database,
  workspaceSlug: string,
  channel: string,
  slot: string,
): Promise<{ workspaceId: string; live: LiveRow | null } | null> {
  const { rows } = await database.pool.query<{ workspace_id: string } & { [K in keyof LiveRow]: LiveRow[K] }>(
    {
      name: 'public_slot',
      text: 'select * from voiceops_public_slot($1, $2, $3)',
      values: [workspaceSlug, channel, slot],
    },
  );
  const row = rows[0];
  if (!row) return null;
  return { workspaceId: row.workspace_id, live: row.deployment_id === null ? null : row };
}

export interface PublishedObject {
  workspaceId: string;
  objectId: string;
  sha256: string;
  sizeBytes: number;
}

/** The published bytes of a digest that was deployed at some time and is not archived; null when there are none. */
export async function readPublicAudio(
  database: Database,
  workspaceSlug: string,
  digest: string,
  format: AudioFormat,
): Promise<PublishedObject | null> {
  const { rows } = await database.pool.query<{
    workspace_id: string;
    object_id: string;
    sha256: string;
    size_bytes: number;
  }>({
    name: 'public_audio',
    text: 'select * from voiceops_public_audio($1, $2, $3)',
    values: [workspaceSlug, digest, format],
  });
  const row = rows[0];
  return row
    ? {
        workspaceId: row.workspace_id,
        objectId: row.object_id,
        sha256: row.sha256,
        sizeBytes: row.size_bytes,
      }
    : null;
}

/** A deployment of audio that a hash was found for; all but the digest null where it was never deployed. */
export interface CheckedRow {
  digest: string;
  workspace_slug: string | null;
  workspace_name: string | null;
  script_title: string | null;
  version_number: number | null;
  language: string | null;
  channel: string | null;
  slot: string | null;
  since: Date | null;
  /** Null while it is live. */
  until: Date | null;
}

/** What anybody may learn of audio whose version's digest, whose file's or whose samples' SHA-256 is `hash`. */
export async function readPublicCheck(database: Database, hash: string): Promise<CheckedRow[]> {
  const { rows } = await database.pool.query<{ [K in keyof CheckedRow]: CheckedRow[K] }>({
    name: 'public_check',
    text: 'select * from voiceops_public_check($1)',
    values: [hash],
  });
  return rows;
}
