import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import { approvals, projects, revisions, scripts, versions } from '../../server/db/schema/index.ts';
import type { VersionState, VersionStatus } from '../../shared/api/studio.ts';
import type { TestDatabase } from './database.ts';

export interface VersionSketch {
  state?: VersionState;
  status?: VersionStatus;
  text?: string;
  title?: string;
  /** One entry an approval; by default one by somebody else. */
  approvals?: { by?: string; role?: string; selfApproved?: boolean; withdrawn?: boolean; digest?: string }[];
}

/** A version as generation and review leave it, without running either. Ready and approved unless said otherwise. */
export async function insertVersion(
  db: TestDatabase,
  workspaceId: string,
  sketch: VersionSketch = {},
): Promise<{ id: string; digest: string; scriptId: string }> {
  const { state = 'ready', status = 'approved', text = 'Hello.', title = 'Greeting' } = sketch;
  const by = { createdByKind: 'user', createdById: v7(), createdByName: 'Edda Editor' } as const;
  const [projectId, scriptId, revisionId, id] = [v7(), v7(), v7(), v7()];
  const digest = createHash('sha256').update(id).digest('hex');
  await db.database.withWorkspace(workspaceId, async (tx) => {
    await tx
      .insert(projects)
      .values({ id: projectId, workspaceId, name: 'Support', purpose: 'support', ...by });
    await tx
      .insert(scripts)
      .values({ id: scriptId, workspaceId, projectId, title, language: 'en-US', revisionNumber: 1, ...by });
    await tx.insert(revisions).values({ id: revisionId, workspaceId, scriptId, number: 1, text, ...by });
    await tx.insert(versions).values({
      id,
      workspaceId,
      scriptId,
      projectId,
      revisionId,
      number: 1,
      voiceId: 'flite:slt',
      voiceName: 'Salt',
      parameters: {} as never,
      state,
      status,
      ...(state === 'ready' ? { digest, durationMs: 1500, loudnessLufs: -16, sampleRateHz: 16_000 } : {}),
      ...by,
    });
    for (const approval of sketch.approvals ?? [{}]) {
      const name = approval.by ?? 'Rita Reviewer';
      await tx.insert(approvals).values({
        workspaceId,
        versionId: id,
        digest: approval.digest ?? digest,
        role: approval.role ?? 'reviewer',
        selfApproved: approval.selfApproved ?? false,
        withdrawnAt: approval.withdrawn ? new Date() : null,
        createdByKind: 'user',
        createdById: name,
        createdByName: name,
      });
    }
  });
  return { id, digest, scriptId };
}
