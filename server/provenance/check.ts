import type { PublicCheck } from '../../shared/api/provenance.ts';
import type { Database } from '../db/database.ts';
import { type CheckedRow, readPublicCheck } from '../db/publicReads.ts';
import type { FoundManifest, Provenance } from './contract.ts';
import { fingerprint } from './fingerprint.ts';

export interface CheckDeps {
  database: Database;
  provenance: Provenance;
}

/** Whether audio with this SHA-256 (a version's digest, a file's or its samples') was made here. */
export async function checkDigest({ database }: CheckDeps, sha256: string): Promise<PublicCheck> {
  return answer(await readPublicCheck(database, sha256), { sha256, foundBy: 'digest', manifest: null });
}

/**
 * Whether the file at `path` was made here: by its bytes, by the manifest that it carries, or by its sound alone
 * where what describes it was changed. A manifest counts only while it is intact: anybody can write our digests.
 */
export async function checkFile({ database, provenance }: CheckDeps, path: string): Promise<PublicCheck> {
  const { sha256, format, soundSha256 } = await fingerprint(path);
  const manifest: FoundManifest = format
    ? await provenance.read(path, format)
    : { state: 'none', digest: null };
  const asked = [
    ['file', sha256],
    ['manifest', manifest.digest],
    ['sound', soundSha256],
  ] as const;
  for (const [foundBy, hash] of asked) {
    const rows = hash === null ? [] : await readPublicCheck(database, hash);
    if (rows.length > 0) return answer(rows, { sha256, foundBy, manifest: manifest.state });
  }
  const known = { sha256, manifest: manifest.state } as const;
  // Signed here, and no version: speech that was made to be sent at once.
  if (manifest.state === 'intact')
    return { ours: true, foundBy: 'manifest', status: 'unpublished', matches: [], ...known };
  return answer([], { foundBy: 'file', ...known });
}

function answer(
  rows: readonly CheckedRow[],
  { foundBy, ...asked }: Pick<PublicCheck, 'sha256' | 'manifest'> & { foundBy: PublicCheck['foundBy'] },
): PublicCheck {
  if (rows.length === 0) return { ours: false, foundBy: null, status: null, matches: [], ...asked };
  const matches = new Map<string, PublicCheck['matches'][number]>();
  for (const row of rows) {
    const match = matchOf(row);
    if (!match) continue;
    const key = JSON.stringify([match.workspace.slug, match.script, match.version, match.digest]);
    const known = matches.get(key);
    if (!known) matches.set(key, match);
    else {
      known.live.push(...match.live);
      known.withdrawnAt = known.live.length > 0 ? null : later(known.withdrawnAt, match.withdrawnAt);
    }
  }
  const sorted = [...matches.values()].sort((a, b) => b.live.length - a.live.length);
  const status = !sorted[0] ? 'unpublished' : sorted[0].live.length > 0 ? 'live' : 'withdrawn';
  return { ours: true, foundBy, status, matches: sorted, ...asked };
}

/** Null for audio that was never deployed, of which nothing else may be told. */
function matchOf(row: CheckedRow): PublicCheck['matches'][number] | null {
  const {
    digest,
    workspace_slug,
    workspace_name,
    script_title,
    version_number,
    language,
    channel,
    slot,
    since,
  } = row;
  if (
    workspace_slug === null ||
    workspace_name === null ||
    script_title === null ||
    version_number === null ||
    language === null ||
    channel === null ||
    slot === null ||
    since === null
  )
    return null;
  return {
    digest,
    workspace: { slug: workspace_slug, name: workspace_name },
    script: script_title,
    version: version_number,
    language,
    live: row.until === null ? [{ channel, slot, since: since.toISOString() }] : [],
    withdrawnAt: row.until?.toISOString() ?? null,
  };
}

/** Of two ISO 8601 times in UTC. */
function later(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}
