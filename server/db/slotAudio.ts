import { and, desc, eq } from 'drizzle-orm';
import { readWithheld } from './consents.ts';
import type { WorkspaceTx } from './database.ts';
import { audioObjects, channels, deployments, revisions, scripts, slots, versions } from './schema/index.ts';

/** Audio that is or was deployed, as whoever plays it needs it. */
export interface DeployedAudio {
  deploymentId: string;
  versionId: string;
  digest: string;
  voiceId: string;
  language: string;
  /** With its markup; the words' places are in it. */
  markup: string;
  words: { text: string; startMs: number; endMs: number }[];
  /** The master, kept privately. */
  object: { id: string; wrappedKey: Buffer; masterKeyId: string };
}

/** What may be heard of a slot now. */
export type SlotNow =
  | { state: 'live'; audio: DeployedAudio }
  /** In words, why nothing is; `consent-revoked`: the voice that was there may not be heard any more. */
  | {
      state: 'silent';
      code: 'not-found' | 'nothing-deployed' | 'withdrawn' | 'consent-revoked';
      reason: string;
    };

/** What is live in a slot and may be heard: consents are asked too, since they end a moment before slots are emptied. */
export async function readSlotNow(
  tx: WorkspaceTx,
  workspaceId: string,
  place: { channel: string; slot: string },
): Promise<SlotNow> {
  const name = `${place.channel}/${place.slot}`;
  const [slot] = await tx
    .select({ id: slots.id, liveDeploymentId: slots.liveDeploymentId })
    .from(slots)
    .innerJoin(channels, eq(channels.id, slots.channelId))
    .where(
      and(eq(slots.workspaceId, workspaceId), eq(channels.slug, place.channel), eq(slots.slug, place.slot)),
    );
  if (!slot) return { state: 'silent', code: 'not-found', reason: `There is no slot ${name}.` };
  if (slot.liveDeploymentId === null) return whyEmpty(tx, workspaceId, slot.id, name);
  const audio = await readDeployedAudio(tx, workspaceId, slot.liveDeploymentId);
  if (!audio)
    return {
      state: 'silent',
      code: 'nothing-deployed',
      reason: `The audio of ${name} is not there any more.`,
    };
  const withheld = await readWithheld(tx, workspaceId, [audio.voiceId], 'deployment');
  const reason = withheld.get(audio.voiceId);
  return reason === undefined
    ? { state: 'live', audio }
    : { state: 'silent', code: 'consent-revoked', reason };
}

async function whyEmpty(
  tx: WorkspaceTx,
  workspaceId: string,
  slotId: string,
  name: string,
): Promise<SlotNow> {
  const [last] = await tx
    .select({ reason: deployments.reason, voiceId: versions.voiceId })
    .from(deployments)
    .leftJoin(versions, eq(versions.id, deployments.replacedVersionId))
    .where(and(eq(deployments.workspaceId, workspaceId), eq(deployments.slotId, slotId)))
    .orderBy(desc(deployments.createdAt), desc(deployments.id))
    .limit(1);
  if (!last)
    return { state: 'silent', code: 'nothing-deployed', reason: `Nothing was deployed to ${name} yet.` };
  const { reason, voiceId } = last;
  const withheld = voiceId ? await readWithheld(tx, workspaceId, [voiceId], 'deployment') : new Map();
  return { state: 'silent', code: withheld.size > 0 ? 'consent-revoked' : 'withdrawn', reason };
}

/** The audio of a ledger entry, whether it is live or not; null for one that emptied its slot, or whose audio is gone. */
export async function readDeployedAudio(
  tx: WorkspaceTx,
  workspaceId: string,
  deploymentId: string,
): Promise<DeployedAudio | null> {
  const [row] = await tx
    .select({
      versionId: versions.id,
      digest: versions.digest,
      voiceId: versions.voiceId,
      words: versions.words,
      language: scripts.language,
      markup: revisions.text,
      object: audioObjects,
    })
    .from(deployments)
    .innerJoin(versions, eq(versions.id, deployments.versionId))
    .innerJoin(revisions, eq(revisions.id, versions.revisionId))
    .innerJoin(scripts, eq(scripts.id, versions.scriptId))
    .innerJoin(audioObjects, eq(audioObjects.id, versions.masterObjectId))
    .where(and(eq(deployments.workspaceId, workspaceId), eq(deployments.id, deploymentId)));
  if (!row || row.digest === null) return null;
  const { object, words, digest, ...rest } = row;
  if (object.state !== 'stored' || !object.wrappedKey || object.masterKeyId === null) return null;
  return {
    ...rest,
    deploymentId,
    digest,
    words: (words ?? []).map(({ text, startMs, endMs }) => ({ text, startMs, endMs })),
    object: { id: object.id, wrappedKey: object.wrappedKey, masterKeyId: object.masterKeyId },
  };
}
