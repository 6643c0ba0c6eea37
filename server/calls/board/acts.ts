import type { JoinWay } from '../../../shared/api/calls/board.ts';
import type { Caller } from '../../caller.ts';
import { recordAudit } from '../../db/audit.ts';
import { ProblemError } from '../../problem.ts';
import type { AnswerTransport } from '../../telephony/callTransport.ts';
import type { LiveCall } from '../contract.ts';
import type { BoardDeps } from './board.ts';
import { NO_FACTS, withEvent } from './card.ts';
import { requireElsewhere } from './elsewhere.ts';
import { gatherSound } from './gatherSound.ts';

/** Who does it, here or at another process. */
type By = Pick<Caller, 'workspaceId' | 'actor' | 'correlationId'>;

/** The call, where it is in progress in this process. Throws `not-found`, or `conflict` where it is over or elsewhere. */
export async function requireLive(
  { live, database }: BoardDeps,
  { workspaceId }: Pick<Caller, 'workspaceId'>,
  callId: string,
): Promise<LiveCall> {
  const call = live.find(workspaceId, callId);
  if (call) return call;
  await requireElsewhere(database, workspaceId, callId);
  throw new ProblemError(
    'conflict',
    'Another process of the installation holds this call; without Redis only there can it be listened to and joined.',
  );
}

/** Tells the agent what it is to know or do from its next answer on. Throws as `requireLive`. */
export async function adviseCall(deps: BoardDeps, caller: By, callId: string, advice: string): Promise<void> {
  const call = await requireLive(deps, caller, callId);
  await audited(deps, caller, call, 'call.advised', { characters: advice.length });
  call.advise(caller.actor, advice);
}

/** Lets the agent go on. Throws as `requireLive`. */
export async function handBackCall(deps: BoardDeps, caller: By, callId: string): Promise<void> {
  const call = await requireLive(deps, caller, callId);
  await audited(deps, caller, call, 'call.handed-back');
  call.handBack();
}

/** Ends the call with the goodbye of its flow. Throws as `requireLive`. */
export async function endCall(deps: BoardDeps, caller: By, callId: string): Promise<void> {
  const call = await requireLive(deps, caller, callId);
  await audited(deps, caller, call, 'call.ended-by-person');
  call.end('goodbye');
}

/**
 * Hears a call from now on, as frames of `LISTENED_HEADER_BYTES` and µ-law; its timeline and the audit say who does.
 * `over` is told once the call has ended. Gives what ends it. Throws as `requireLive`.
 */
export async function listenToCall(
  deps: BoardDeps,
  caller: By,
  callId: string,
  ear: { hear(frame: Uint8Array): void; over(): void },
): Promise<() => void> {
  const call = await requireLive(deps, caller, callId);
  await audited(deps, caller, call, 'call.listened-to');
  call.noteListener(caller.actor);
  const gather = gatherSound((frame) => ear.hear(frame));
  const untap = call.tap({
    event: () => undefined,
    sound: gather.sound,
    ended: () => ear.over(),
  });
  return () => {
    gather.close();
    untap();
  };
}

/**
 * Lets a person's own line join. Somebody who waits for a person is picked up: the summary is spoken to the person
 * first. What is given answers the line once its sound flows; the call may say no then, with `conflict`. Throws as
 * `requireLive`.
 */
export async function joinCall(
  deps: BoardDeps,
  caller: By,
  callId: string,
  how: JoinWay,
): Promise<AnswerTransport> {
  const call = await requireLive(deps, caller, callId);
  const { waiting } = call.events.reduce(withEvent, NO_FACTS);
  await audited(deps, caller, call, how === 'whisper' ? 'call.whispered-to' : 'call.taken-over', {
    waiting: waiting !== null,
  });
  // Undefined: the call itself knows what to say of it.
  const summary = how === 'take-over' && waiting ? waiting.summary || undefined : null;
  return (leg) => call.join(leg, { actor: caller.actor, how, summary });
}

/** Written down before it is done: what cannot be written down does not happen. */
async function audited(
  { database }: BoardDeps,
  { workspaceId, actor, correlationId }: By,
  { call }: LiveCall,
  action: string,
  detail: Record<string, unknown> = {},
): Promise<void> {
  await database.withWorkspace(workspaceId, (tx) =>
    recordAudit(tx, workspaceId, {
      actor,
      action,
      subject: { kind: 'call', id: call.id, name: call.flow.name },
      detail,
      correlationId,
    }),
  );
}
