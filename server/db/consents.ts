import { and, eq, inArray, sql } from 'drizzle-orm';
import { ProblemError } from '../problem.ts';
import type { WorkspaceTx } from './database.ts';
import { customVoices, deployments, versions, voiceConsents } from './schema/index.ts';

/** The ids of voices that a workspace made of samples begin so. */
export const CUSTOM_PREFIX = 'custom:';

/** Why a speaker's consent does not hold at the moment, in words; null while it does. */
export function withheldReason(
  consent: { state: string; speaker: string; expiresAt: Date },
  now = new Date(),
): string | null {
  if (consent.state === 'revoked') return `${consent.speaker} has revoked the consent to use this voice.`;
  if (consent.state !== 'valid') return `The consent of ${consent.speaker} has not been confirmed.`;
  if (consent.expiresAt <= now)
    return `The consent of ${consent.speaker} to use this voice ended on ${consent.expiresAt.toISOString().slice(0, 10)}.`;
  return null;
}

/** Why a voice may not be heard in a channel or by callers, in words; null when it may. */
export function undeployableReason(
  consent: Parameters<typeof withheldReason>[0] & { scope: string },
): string | null {
  if (consent.scope === 'internal')
    return `${consent.speaker} agreed that this voice is used internally, not in channels.`;
  return withheldReason(consent);
}

/**
 * Of these voices, those whose speaker's consent does not hold now, with the reason in words; for `deployment` also
 * those whose speaker did not agree to be heard in channels.
 */
export async function readWithheld(
  tx: WorkspaceTx,
  workspaceId: string,
  voiceIds: readonly string[],
  use: 'generation' | 'deployment',
): Promise<Map<string, string>> {
  const ids = voiceIds.flatMap((id) =>
    id.startsWith(CUSTOM_PREFIX) ? [id.slice(CUSTOM_PREFIX.length)] : [],
  );
  if (ids.length === 0) return new Map();
  const rows = await tx
    .select({
      id: customVoices.id,
      speaker: voiceConsents.speaker,
      state: voiceConsents.state,
      scope: voiceConsents.scope,
      expiresAt: voiceConsents.expiresAt,
    })
    .from(customVoices)
    .innerJoin(voiceConsents, eq(voiceConsents.id, customVoices.consentId))
    .where(and(eq(customVoices.workspaceId, workspaceId), inArray(sql`${customVoices.id}::text`, ids)));
  return new Map(
    rows.flatMap(({ id, ...consent }) => {
      const reason = (use === 'deployment' ? undeployableReason : withheldReason)(consent);
      return reason === null ? [] : [[`${CUSTOM_PREFIX}${id}`, reason] as const];
    }),
  );
}

/** Of these ledger entries, those that are spoken by a voice that needs a consent, and when that ends. */
export async function readConsentEnds(
  tx: WorkspaceTx,
  workspaceId: string,
  deploymentIds: readonly string[],
): Promise<Map<string, Date>> {
  if (deploymentIds.length === 0) return new Map();
  const rows = await tx
    .select({ id: deployments.id, endsAt: voiceConsents.expiresAt })
    .from(deployments)
    .innerJoin(versions, eq(versions.id, deployments.versionId))
    .innerJoin(customVoices, eq(versions.voiceId, sql`${CUSTOM_PREFIX} || ${customVoices.id}::text`))
    .innerJoin(voiceConsents, eq(voiceConsents.id, customVoices.consentId))
    .where(and(eq(deployments.workspaceId, workspaceId), inArray(deployments.id, [...deploymentIds])));
  return new Map(rows.map(({ id, endsAt }) => [id, endsAt]));
}

/**
 * Throws `consent-missing` where one of these voices may not be used so now, whatever a process remembers of it
 * (`readWithheld`).
 */
export async function requireConsents(
  tx: WorkspaceTx,
  workspaceId: string,
  voiceIds: readonly string[],
  use: 'generation' | 'deployment',
): Promise<void> {
  for (const reason of (await readWithheld(tx, workspaceId, voiceIds, use)).values())
    throw new ProblemError('consent-missing', reason);
}
