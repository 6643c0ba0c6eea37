import { and, asc, eq, sql } from 'drizzle-orm';
import { callEvents, calls, flowVersions, personalities, workspaces } from '../../../db/schema/index.ts';
import { redactConversation } from '../../../dialogue/conversations/redactConversation.ts';
import { openEvent, sealEvent } from '../content.ts';
import type { KeptCalls } from '../readCalls.ts';
import { readSegments } from '../readRecording.ts';
import { beepRecording, partySound } from './beepRecording.ts';
import { type Align, type Beep, beepsOf } from './beepTimes.ts';
import { findPersonal } from './findPersonal.ts';
import { withoutFound } from './found.ts';
import { redactEvents } from './redactEvents.ts';

export interface Redaction extends KeptCalls {
  /** Finds words in sound; null: whole lines are covered. */
  align: Align | null;
}

type CallRow = Pick<
  typeof calls.$inferSelect,
  'id' | 'workspaceId' | 'conversationId' | 'flowId' | 'flowVersion' | 'redactedAt'
>;

/**
 * Takes personal data out of what is kept of a call that is over, as its workspace wants it: out of the text, and
 * (first, while the text still says where) out of the recording. Gives whether the recording changed. What was done is
 * not done again; what a crash left is begun anew.
 */
export async function redactCall(deps: Redaction, call: CallRow): Promise<{ beeped: boolean }> {
  const { database, audioStore } = deps;
  const { id: callId, workspaceId, conversationId } = call;
  const its = and(eq(callEvents.workspaceId, workspaceId), eq(callEvents.callId, callId));
  const { policy, ourNames, language, rows } = await database.withWorkspace(workspaceId, async (tx) => {
    const [workspace] = await tx
      .select({ policy: workspaces.callRedaction, name: workspaces.name })
      .from(workspaces)
      .where(eq(workspaces.id, workspaceId));
    const [flow] = call.flowId
      ? await tx
          .select({ content: flowVersions.content })
          .from(flowVersions)
          .where(
            and(
              eq(flowVersions.workspaceId, workspaceId),
              eq(flowVersions.flowId, call.flowId),
              eq(flowVersions.number, call.flowVersion),
            ),
          )
      : [];
    const personas = await tx
      .select({ name: personalities.name })
      .from(personalities)
      .where(eq(personalities.workspaceId, workspaceId));
    return {
      policy: workspace?.policy ?? 'text-and-audio',
      ourNames: [workspace?.name ?? '', ...personas.map(({ name }) => name)],
      language: flow?.content.language ?? 'en-US',
      rows: await tx
        .select({ number: callEvents.number, sealed: callEvents.sealedSecret })
        .from(callEvents)
        .where(its)
        .orderBy(asc(callEvents.number)),
    };
  });
  if (policy === 'off' || call.redactedAt) return { beeped: false };
  const given = rows.map(({ sealed }) => openEvent(audioStore, sealed));
  const { events, hidden, reading } = redactEvents(given, ourNames);

  let beeped = false;
  if (policy === 'text-and-audio' && hidden.length > 0) {
    const segments = await readSegments(deps, workspaceId, callId);
    if (segments.length > 0) {
      const sound = (...of: [Beep['party'], number, number]) =>
        partySound(deps, workspaceId, segments, ...of);
      const beeps: Beep[] = [];
      for (const each of hidden) beeps.push(...(await beepsOf(each, language, { align: deps.align, sound })));
      await beepRecording(deps, workspaceId, callId, beeps);
      beeped = true;
    }
  }

  await database.withWorkspace(workspaceId, async (tx) => {
    const changed = events.flatMap((event, n) =>
      event === given[n] ? [] : [{ number: rows[n]!.number, sealed: sealEvent(audioStore, event) }],
    );
    if (changed.length > 0)
      await tx.execute(sql`
        update call_events set sealed_secret = e.sealed
        from unnest(
          ${sql.param(changed.map(({ number }) => number))}::int[], ${sql.param(changed.map(({ sealed }) => sealed))}::bytea[]
        ) as e (number, sealed)
        where ${its} and call_events.number = e.number`);
    if (conversationId) {
      reading.before = '';
      await redactConversation(tx, audioStore, { workspaceId, conversationId }, (text, by) => {
        const redacted = withoutFound(text, findPersonal(text, reading, by === 'agent' ? 'agent' : 'other'));
        if (by === 'agent') reading.before = text;
        return redacted;
      });
    }
    await tx
      .update(calls)
      .set({ redactedAt: new Date() })
      .where(and(eq(calls.workspaceId, workspaceId), eq(calls.id, callId)));
  });
  return { beeped };
}
