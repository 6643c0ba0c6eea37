import { and, asc, count, eq, isNull, ne, sql } from 'drizzle-orm';
import type { Caller } from '../caller.ts';
import type { WorkspaceTx } from '../db/database.ts';
import { personalityRow, type StoredPersonality } from '../db/personalities.ts';
import { customVoices, flows, flowVersions, personalities, voiceSamples } from '../db/schema/index.ts';
import { ProblemError } from '../problem.ts';
import type { Personalities } from './personalities.ts';
import { lockPrimary, passPrimaryOn } from './primary.ts';
import { recordChange } from './recordChange.ts';

export interface Deletion {
  /** Who becomes the primary one, where this is it. */
  primary?: string | undefined;
  ownVoice?: 'delete' | undefined;
}

/**
 * Deletes a personality: it answers nobody any more, and what refers to it still finds its name and versions. Throws
 * `not-found`, and `conflict` when it has a voice or recordings of its own and they are not to go with it, when it is
 * the primary one, there are others, and none of them is to take over, or when it answers in a flow.
 */
export async function deletePersonality(
  personalitiesOf: Personalities,
  caller: Caller,
  id: string,
  { primary, ownVoice }: Deletion,
): Promise<void> {
  const { workspaceId } = caller;
  const { database } = personalitiesOf;
  const owns = await database.withWorkspace(workspaceId, async (tx) => {
    const row = await personalityRow(tx, workspaceId, id);
    await refuseWithoutSuccessor(tx, row, primary);
    await refuseInFlows(tx, row);
    return ownsVoice(tx, workspaceId, id);
  });
  if (owns && ownVoice !== 'delete') throw hasVoice();
  // An engine that cannot delete its copy fails the whole, so that nobody believes it gone.
  if (owns) await personalitiesOf.discardVoice(caller, id);
  await database.withWorkspace(workspaceId, async (tx) => {
    await lockPrimary(tx, workspaceId);
    const row = await personalityRow(tx, workspaceId, id, { lock: true });
    if (await ownsVoice(tx, workspaceId, id)) throw hasVoice();
    await refuseWithoutSuccessor(tx, row, primary);
    await refuseInFlows(tx, row);
    await tx
      .update(personalities)
      .set({ deletedAt: new Date(), isPrimary: false, active: false })
      .where(and(eq(personalities.workspaceId, workspaceId), eq(personalities.id, id)));
    if (row.isPrimary && primary !== undefined) await passPrimaryOn(tx, workspaceId, primary);
    await recordChange(tx, caller, 'personality.deleted', row, {
      version: row.version,
      ...(row.isPrimary && primary !== undefined ? { primary } : {}),
    });
  });
}

const hasVoice = () =>
  new ProblemError(
    'conflict',
    'This personality has a voice or recordings of its own. Delete them first, or say that they go with it.',
  );

async function ownsVoice(tx: WorkspaceTx, workspaceId: string, id: string): Promise<boolean> {
  const [made] = await tx
    .select({ count: count() })
    .from(customVoices)
    .where(
      and(
        eq(customVoices.workspaceId, workspaceId),
        eq(customVoices.personalityId, id),
        ne(customVoices.state, 'deleted'),
      ),
    );
  const [recorded] = await tx
    .select({ count: count() })
    .from(voiceSamples)
    .where(and(eq(voiceSamples.workspaceId, workspaceId), eq(voiceSamples.personalityId, id)));
  return (made?.count ?? 0) + (recorded?.count ?? 0) > 0;
}

async function refuseWithoutSuccessor(
  tx: WorkspaceTx,
  { id, workspaceId, name, isPrimary }: StoredPersonality,
  successor: string | undefined,
): Promise<void> {
  if (!isPrimary || (successor !== undefined && successor !== id)) return;
  const [others] = await tx
    .select({ count: count() })
    .from(personalities)
    .where(
      and(
        eq(personalities.workspaceId, workspaceId),
        ne(personalities.id, id),
        isNull(personalities.deletedAt),
      ),
    );
  if (!others?.count) return;
  throw new ProblemError(
    'conflict',
    `${name} answers where nobody asked for another one. Say which personality is the primary one from now on.`,
  );
}

/** Callers of a flow would hear that something does not work, where they were to be answered. */
async function refuseInFlows(tx: WorkspaceTx, { id, workspaceId, name }: StoredPersonality): Promise<void> {
  const rows = await tx
    .select({ flow: flows.name })
    .from(flows)
    .innerJoin(flowVersions, and(eq(flowVersions.flowId, flows.id), eq(flowVersions.number, flows.version)))
    .where(
      and(
        eq(flows.workspaceId, workspaceId),
        isNull(flows.archivedAt),
        sql`jsonb_path_exists(${flowVersions.content}, '$.steps.* ? (@.personalityId == $id)', jsonb_build_object('id', ${id}::text))`,
      ),
    )
    .orderBy(asc(flows.name));
  if (rows.length === 0) return;
  throw new ProblemError(
    'conflict',
    `${name} answers callers in ${rows.map(({ flow }) => `“${flow}”`).join(', ')}. Let another personality answer there first, under Calls → Flows.`,
  );
}
