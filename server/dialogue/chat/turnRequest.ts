import { openingIn } from '../../../shared/personalities/greeting.ts';
import { personaIn } from '../../../shared/personalities/resolved.ts';
import type { Caller } from '../../caller.ts';
import { type HeldTurn, requireHeld } from '../conversations/lease.ts';
import { offerTools } from '../tools/offerTools.ts';
import type { TurnRequest } from '../turn/request.ts';
import { answerKey, findAnswer } from './cachedAnswers.ts';
import type { ChatDeps, ChatWish, MessageToAnswer } from './contract.ts';

/** What the turn is to answer and with whom, and where its answer may be kept for others (null: nowhere). */
export function turnRequest(
  deps: ChatDeps,
  caller: Caller,
  wish: ChatWish,
  { begun, personality, agents, tools, timeZone }: MessageToAnswer,
  { held, signal }: { held: HeldTurn; signal: AbortSignal },
): { request: TurnRequest; key: string | null } {
  const { workspaceId } = caller;
  const language = wish.language ?? personality.language;
  const now = deps.now?.() ?? new Date();
  const { conversationId } = held;
  const first = begun.number === 2;
  const opening = first ? openingIn(language, personality) : null;
  const key =
    first && wish.personName === undefined
      ? answerKey({
          text: wish.message,
          understanding: begun.understanding,
          personality,
          language,
          agents,
        })
      : null;
  const request: TurnRequest = {
    workspaceId,
    text: wish.message,
    instructions:
      opening === null
        ? personality.instructions
        : `${personality.instructions}\n\nYour answer begins with these words, which were said already: “${opening}” Go on behind them and do not repeat them.`,
    persona: personaIn(language, personality),
    language,
    timeZone,
    now,
    personName: wish.personName,
    history: begun.history,
    summary: begun.state.summary,
    facts: begun.state.facts,
    memories: begun.state.memories,
    agents,
    understand: () => begun.understanding,
    offerTools: ({ intent }, listener) =>
      offerTools(tools, {
        database: deps.database,
        audioStore: deps.audioStore,
        context: { caller, conversationId, language, timeZone, now, signal },
        turnId: held.messageId,
        heardIntents: begun.heardIntents,
        confirmedTurnId: intent === 'confirm' ? begun.previousTurnId : null,
        stillHolds: (tx) => requireHeld(tx, held),
        onTrouble: (error, tool) => deps.onTrouble(error, `the tool ${tool} failed`),
        ...listener,
      }),
    ...(key === null ? {} : { recall: () => recalled(deps, workspaceId, key) }),
    opening,
    ...(deps.limits ? { limits: deps.limits } : {}),
    signal,
  };
  return { request, key };
}

/** An answer from memory; whatever is wrong with the memory, the agents are still there. */
const recalled = (deps: ChatDeps, workspaceId: string, key: string) =>
  findAnswer(deps, workspaceId, key).catch((error: unknown) => {
    deps.onTrouble(error, 'an answer could not be recalled');
    return null;
  });
