import { and, eq, isNull } from 'drizzle-orm';
import type { Personality, PersonalityVersion } from '../../shared/api/personalities.ts';
import type { PersonalityContent } from '../../shared/personalities/content.ts';
import type { By } from '../caller.ts';
import { notFound } from '../problem.ts';
import { createdByActor, createdByColumns } from './actors.ts';
import { recordAudit } from './audit.ts';
import { withheldReason } from './consents.ts';
import type { WorkspaceTx } from './database.ts';
import { customVoices, personalities, personalityVersions, voiceConsents } from './schema/index.ts';

type Row = typeof personalities.$inferSelect;
type VersionRow = typeof personalityVersions.$inferSelect;

/** A personality with its newest version. */
export type StoredPersonality = Row & { content: PersonalityContent; newest: VersionRow };

/** The version that a personality is in now. */
export const newestVersion = and(
  eq(personalityVersions.personalityId, personalities.id),
  eq(personalityVersions.number, personalities.version),
);

/** Personalities with their newest version and how far their own voice is, to be narrowed down. */
export const selectPersonalities = (tx: WorkspaceTx) =>
  tx
    .select({
      personality: personalities,
      newest: personalityVersions,
      made: customVoices.state,
      consent: voiceConsents,
    })
    .from(personalities)
    .innerJoin(personalityVersions, newestVersion)
    .leftJoin(customVoices, eq(customVoices.id, personalities.customVoiceId))
    .leftJoin(voiceConsents, eq(voiceConsents.id, customVoices.consentId))
    .$dynamic();

/**
 * A personality as it is stored, locked when what follows depends on it. Throws `not-found`, for a deleted one too
 * unless those are wanted.
 */
export async function personalityRow(
  tx: WorkspaceTx,
  workspaceId: string,
  id: string,
  { lock = false, deleted = false }: { lock?: boolean; deleted?: boolean } = {},
): Promise<StoredPersonality> {
  const one = and(
    eq(personalities.workspaceId, workspaceId),
    eq(personalities.id, id),
    deleted ? undefined : isNull(personalities.deletedAt),
  );
  // The lock comes first: which version is the newest may change while it is waited for.
  if (lock) await tx.select({ id: personalities.id }).from(personalities).where(one).for('update');
  const [found] = await tx
    .select({ personality: personalities, newest: personalityVersions })
    .from(personalities)
    .innerJoin(personalityVersions, newestVersion)
    .where(one);
  if (!found) throw notFound('personality');
  return { ...found.personality, content: found.newest.content, newest: found.newest };
}

/** Saves what a personality is from now on as its next version. It must be locked (`personalityRow`). */
export async function savePersonalityVersion(
  tx: WorkspaceTx,
  { workspaceId, actor }: By,
  before: Pick<StoredPersonality, 'id' | 'version'>,
  content: PersonalityContent,
  { note = null, restoredFrom = null }: { note?: string | null; restoredFrom?: number | null } = {},
): Promise<number> {
  const number = before.version + 1;
  await tx.insert(personalityVersions).values({
    workspaceId,
    personalityId: before.id,
    number,
    content,
    note,
    restoredFrom,
    ...createdByColumns(actor),
  });
  await tx
    .update(personalities)
    .set({ version: number, name: content.name })
    .where(and(eq(personalities.workspaceId, workspaceId), eq(personalities.id, before.id)));
  return number;
}

/** Throws `not-found`; a deleted one is read too. */
export async function readPersonality(
  tx: WorkspaceTx,
  workspaceId: string,
  id: string,
): Promise<Personality> {
  const [row] = await selectPersonalities(tx).where(
    and(eq(personalities.workspaceId, workspaceId), eq(personalities.id, id)),
  );
  if (!row) throw notFound('personality');
  return presentPersonality(row);
}

export function presentPersonality({
  personality,
  newest,
  made,
  consent,
}: {
  personality: Row;
  newest: VersionRow;
  made: typeof customVoices.$inferSelect.state | null;
  consent: typeof voiceConsents.$inferSelect | null;
}): Personality {
  const silenced = made === 'ready' && consent !== null && withheldReason(consent) !== null;
  return {
    ...newest.content,
    id: personality.id,
    version: presentPersonalityVersion(newest),
    active: personality.active,
    primary: personality.isPrimary,
    deletedAt: personality.deletedAt?.toISOString() ?? null,
    customVoice: made === null || made === 'deleted' ? 'none' : silenced ? 'silenced' : made,
    consentEndsAt: made === 'ready' && !silenced ? (consent?.expiresAt.toISOString() ?? null) : null,
    createdBy: createdByActor(personality),
    createdAt: personality.createdAt.toISOString(),
  };
}

export function presentPersonalityVersion(row: VersionRow): PersonalityVersion {
  return {
    id: row.id,
    number: row.number,
    note: row.note,
    restoredFrom: row.restoredFrom,
    by: createdByActor(row),
    at: row.createdAt.toISOString(),
  };
}

/** Writes down what was done to a personality or its voice; last in the transaction, as audit is. */
export async function recordPersonality(
  tx: WorkspaceTx,
  by: By,
  action: string,
  { id, name }: { id: string; name: string },
  detail: Record<string, unknown> = {},
): Promise<void> {
  await recordAudit(tx, by.workspaceId, {
    actor: by.actor,
    action,
    subject: { kind: 'personality', id, name },
    detail,
    correlationId: by.correlationId,
  });
}
