import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import type { LineBehind } from '../../../shared/api/calls/calls.ts';
import { createdByActor } from '../../db/actors.ts';
import { CUSTOM_PREFIX, withheldReason } from '../../db/consents.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import {
  approvals,
  channels,
  customVoices,
  deployments,
  revisions,
  scripts,
  slots,
  versions,
  voiceConsents,
} from '../../db/schema/index.ts';

/**
 * Walks back from deployments to what was approved: version, text, voice, consent and who approved exactly this audio.
 * By id of the deployment; what no longer exists is left out.
 */
export async function readBehind(
  tx: WorkspaceTx,
  workspaceId: string,
  deploymentIds: readonly string[],
): Promise<Record<string, LineBehind>> {
  if (deploymentIds.length === 0) return {};
  const rows = await tx
    .select({
      deployment: deployments,
      channel: channels.slug,
      slot: slots.slug,
      version: versions,
      script: scripts,
      revision: revisions,
    })
    .from(deployments)
    .innerJoin(slots, eq(slots.id, deployments.slotId))
    .innerJoin(channels, eq(channels.id, deployments.channelId))
    .innerJoin(versions, eq(versions.id, deployments.versionId))
    .innerJoin(scripts, eq(scripts.id, versions.scriptId))
    .innerJoin(revisions, eq(revisions.id, versions.revisionId))
    .where(and(eq(deployments.workspaceId, workspaceId), inArray(deployments.id, [...deploymentIds])));
  const approved = await approvalsOf(
    tx,
    workspaceId,
    rows.map(({ version }) => version.id),
  );
  const consents = await consentsOf(
    tx,
    workspaceId,
    rows.map(({ version }) => version.voiceId),
  );
  return Object.fromEntries(
    rows.map(({ deployment, channel, slot, version, script, revision }) => [
      deployment.id,
      {
        deployment: {
          id: deployment.id,
          channel,
          slot,
          kind: deployment.kind,
          reason: deployment.reason,
          by: createdByActor(deployment),
          at: deployment.createdAt.toISOString(),
          endedAt: deployment.endedAt?.toISOString() ?? null,
        },
        version: {
          id: version.id,
          number: version.number,
          digest: deployment.digest ?? '',
          status: version.status,
          by: createdByActor(version),
          at: version.createdAt.toISOString(),
        },
        script: { id: script.id, title: script.title, projectId: script.projectId },
        revision: {
          id: revision.id,
          number: revision.number,
          text: revision.text,
          by: createdByActor(revision),
          at: revision.createdAt.toISOString(),
        },
        voice: { id: version.voiceId, name: version.voiceName, engine: version.engineId },
        consent: consents.get(version.voiceId) ?? null,
        approvals: approved
          .filter(({ versionId, digest }) => versionId === version.id && digest === deployment.digest)
          .map((approval) => ({
            id: approval.id,
            by: createdByActor(approval),
            role: approval.role,
            digest: approval.digest,
            selfApproved: approval.selfApproved,
            at: approval.createdAt.toISOString(),
          })),
      },
    ]),
  );
}

const approvalsOf = (tx: WorkspaceTx, workspaceId: string, versionIds: string[]) =>
  versionIds.length === 0
    ? Promise.resolve([])
    : tx
        .select()
        .from(approvals)
        .where(
          and(
            eq(approvals.workspaceId, workspaceId),
            inArray(approvals.versionId, versionIds),
            isNull(approvals.withdrawnAt),
          ),
        )
        .orderBy(asc(approvals.id));

async function consentsOf(
  tx: WorkspaceTx,
  workspaceId: string,
  voiceIds: string[],
): Promise<Map<string, NonNullable<LineBehind['consent']>>> {
  const ids = voiceIds.flatMap((id) =>
    id.startsWith(CUSTOM_PREFIX) ? [id.slice(CUSTOM_PREFIX.length)] : [],
  );
  if (ids.length === 0) return new Map();
  const rows = await tx
    .select({ voice: customVoices.id, consent: voiceConsents })
    .from(customVoices)
    .innerJoin(voiceConsents, eq(voiceConsents.id, customVoices.consentId))
    .where(and(eq(customVoices.workspaceId, workspaceId), inArray(customVoices.id, ids)));
  return new Map(
    rows.map(({ voice, consent }) => {
      const why = withheldReason(consent);
      return [
        `${CUSTOM_PREFIX}${voice}`,
        {
          id: consent.id,
          speaker: consent.speaker,
          scope: consent.scope,
          state: consent.state,
          by: createdByActor(consent),
          at: consent.createdAt.toISOString(),
          expiresAt: consent.expiresAt.toISOString(),
          revokedAt: consent.revokedAt?.toISOString() ?? null,
          holds: why === null,
          why,
        },
      ];
    }),
  );
}
