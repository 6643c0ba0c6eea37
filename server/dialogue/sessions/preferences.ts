import { createHash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import type { Preferences } from '../../../shared/api/speechApi.ts';
import type { Caller } from '../../caller.ts';
import { recordAudit } from '../../db/audit.ts';
import type { Database, WorkspaceTx } from '../../db/database.ts';
import { userPreferences } from '../../db/schema/index.ts';
import { notFound } from '../../problem.ts';
import type { AudioStore } from '../../storage/audioStore.ts';

export interface PreferencesDeps {
  database: Database;
  audioStore: Pick<AudioStore, 'seal' | 'open'>;
}

/** Nothing was said. */
export const NO_PREFERENCES: Preferences = { name: null, language: null, voiceId: null, speed: null };

/** What is remembered of a user, and since when. */
export interface Remembered extends Preferences {
  consentedAt: string;
  updatedAt: string;
}

const rowOf = (workspaceId: string, user: string) =>
  and(eq(userPreferences.workspaceId, workspaceId), eq(userPreferences.userHash, hashOf(workspaceId, user)));

/** Throws `not-found` when nothing is remembered. */
export async function readPreferences(
  deps: PreferencesDeps,
  { workspaceId }: Pick<Caller, 'workspaceId'>,
  user: string,
): Promise<Remembered> {
  const found = await deps.database.withWorkspace(workspaceId, (tx) =>
    findPreferences(tx, deps, workspaceId, user),
  );
  if (!found) throw notFound('user');
  return found;
}

/** The same within a transaction; null when nothing is remembered. */
export async function findPreferences(
  tx: WorkspaceTx,
  { audioStore }: Pick<PreferencesDeps, 'audioStore'>,
  workspaceId: string,
  user: string,
): Promise<Remembered | null> {
  const [row] = await tx.select().from(userPreferences).where(rowOf(workspaceId, user));
  if (!row) return null;
  const kept: Preferences = JSON.parse(audioStore.open(row.sealedSecret));
  return {
    ...NO_PREFERENCES,
    ...kept,
    consentedAt: row.consentedAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** Remembers what is named, with the user's consent; the rest stays as it was. */
export function rememberPreferences(
  deps: PreferencesDeps,
  caller: Caller,
  user: string,
  change: Partial<Preferences>,
): Promise<Remembered> {
  const { workspaceId } = caller;
  return deps.database.withWorkspace(workspaceId, async (tx) => {
    const key = { workspaceId, userHash: hashOf(workspaceId, user) };
    const now = new Date();
    // The row first, so that two who remember at once wait for each other and neither's change is lost.
    await tx
      .insert(userPreferences)
      .values({
        ...key,
        sealedSecret: deps.audioStore.seal(JSON.stringify(NO_PREFERENCES)),
        consentedAt: now,
        updatedAt: now,
      })
      .onConflictDoNothing();
    await tx
      .select({ at: userPreferences.updatedAt })
      .from(userPreferences)
      .where(rowOf(workspaceId, user))
      .for('update');
    const before = await findPreferences(tx, deps, workspaceId, user);
    const {
      consentedAt: _consented,
      updatedAt: _updated,
      ...kept
    } = before ?? {
      ...NO_PREFERENCES,
      consentedAt: '',
      updatedAt: '',
    };
    const after = { ...kept, ...change };
    await tx
      .update(userPreferences)
      .set({ sealedSecret: deps.audioStore.seal(JSON.stringify(after)), consentedAt: now, updatedAt: now })
      .where(rowOf(workspaceId, user));
    await record(tx, caller, 'user.remembered', key.userHash, Object.keys(change));
    return { ...after, consentedAt: now.toISOString(), updatedAt: now.toISOString() };
  });
}

/** Forgets a user; one of whom nothing is known is no failure. */
export function forgetPreferences(deps: PreferencesDeps, caller: Caller, user: string): Promise<void> {
  const { workspaceId } = caller;
  return deps.database.withWorkspace(workspaceId, async (tx) => {
    const gone = await tx
      .delete(userPreferences)
      .where(rowOf(workspaceId, user))
      .returning({ userHash: userPreferences.userHash });
    if (gone[0]) await record(tx, caller, 'user.forgotten', gone[0].userHash, []);
  });
}

/** Says which fields were set, never to what, and of whom only the beginning of the digest. */
function record(tx: WorkspaceTx, caller: Caller, action: string, userHash: string, fields: string[]) {
  return recordAudit(tx, caller.workspaceId, {
    actor: caller.actor,
    action,
    subject: { kind: 'user-preferences', id: userHash.slice(0, 16), name: 'User of a program' },
    detail: { fields },
    correlationId: caller.correlationId,
  });
}

function hashOf(workspaceId: string, user: string): string {
  return createHash('sha256').update(`${workspaceId}\n${user}`).digest('hex');
}
