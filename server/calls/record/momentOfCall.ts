import type { CallMoment } from '../../../shared/api/calls/calls.ts';
import type { CallEvent } from '../../../shared/calls/timeline.ts';
import type { Caller } from '../../caller.ts';
import { readBehind } from './behindLines.ts';
import { type KeptCalls, listEvents } from './readCalls.ts';

/**
 * What was heard at a moment of a call, and what is behind it. Where both parties spoke, it is the line that the
 * caller heard. Throws `not-found`.
 */
export async function momentOfCall(
  kept: KeptCalls,
  caller: Caller,
  callId: string,
  ms: number,
): Promise<CallMoment> {
  const events = await listEvents(kept, caller, callId);
  const spans = (event: CallEvent) =>
    (event.kind === 'spoken' || event.kind === 'heard') && event.atMs <= ms && ms < event.endMs;
  const spoken = events.findLast((event) => event.kind === 'spoken' && spans(event));
  const event = spoken ?? events.findLast(spans) ?? null;
  if (event?.kind !== 'spoken') return { callId, atMs: ms, by: event ? 'caller' : null, event, behind: null };
  const { source } = event;
  const behind =
    source.kind === 'slot'
      ? await kept.database.withWorkspace(caller.workspaceId, (tx) =>
          readBehind(tx, caller.workspaceId, [source.deploymentId]),
        )
      : {};
  return {
    callId,
    atMs: ms,
    by: source.kind === 'person' ? 'person' : 'agent',
    event,
    behind: source.kind === 'slot' ? (behind[source.deploymentId] ?? null) : null,
  };
}
