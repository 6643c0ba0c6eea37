import { disclosureIn } from '../../../shared/personalities/greeting.ts';
import { personaIn, type ResolvedPersonality } from '../../../shared/personalities/resolved.ts';
import type { Agent, Tool } from '../../dialogue/contract.ts';
import type { BegunTurn } from '../../dialogue/conversations/beginTurn.ts';
import { type HeldTurn, requireHeld } from '../../dialogue/conversations/lease.ts';
import { offerTools } from '../../dialogue/tools/offerTools.ts';
import type { Desk } from '../../engines/desk.ts';
import { callerOf } from '../caller.ts';
import type { TalkWish } from './contract.ts';
import { instructionsFor } from './instructions.ts';
import { numberOfCaller } from './numberOfCaller.ts';
import type { TalkDeps } from './talkDeps.ts';

/** Who talks with whom. */
interface TurnOf {
  deps: TalkDeps;
  wish: TalkWish;
  personality: ResolvedPersonality;
  agents: readonly Desk<Agent>[];
  tools: readonly Tool[];
}

/** What was said now, and before it. */
interface SaidNow {
  text: string;
  begun: BegunTurn;
  held: HeldTurn;
  /** What the caller was greeted with. */
  said: string;
  advice: readonly string[];
  /** The caller knows that it is an AI. */
  disclosed: boolean;
  signal: AbortSignal;
}

/** What the dialogue is asked for one thing that a caller said. */
export function turnRequest(
  { deps, wish, personality, agents, tools: all }: TurnOf,
  { text, begun, held, said, advice, disclosed, signal }: SaidNow,
) {
  const tools = wish.mayTransfer ? all : all.filter(({ name }) => name !== 'transfer');
  const { workspaceId, timeZone, flow } = wish.call;
  const { language } = flow.content;
  const now = deps.now?.() ?? new Date();
  const opening = disclosed ? null : disclosureIn(language, personality.name);
  const given = Object.entries(wish.collected).map(([name, value]) => `The caller gave ${name}: ${value}`);
  return {
    workspaceId,
    text,
    instructions: instructionsFor(personality.instructions, {
      said: said === '' ? null : said,
      advice: advice,
      opening,
    }),
    persona: personaIn(language, personality),
    language,
    timeZone,
    now,
    history: begun.history,
    summary: begun.state.summary,
    facts: [...given, ...begun.state.facts],
    memories: begun.state.memories,
    agents,
    understand: () => begun.understanding,
    offerTools: (
      { intent }: BegunTurn['understanding'],
      listener: Pick<Parameters<typeof offerTools>[1], 'onStarted' | 'onEnded'>,
    ) =>
      offerTools(tools, {
        database: deps.database,
        audioStore: deps.audioStore,
        context: {
          caller: callerOf(wish.call),
          conversationId: held.conversationId,
          language,
          timeZone,
          now,
          signal,
        },
        turnId: held.messageId,
        heardIntents: begun.heardIntents,
        confirmedTurnId: intent === 'confirm' ? begun.previousTurnId : null,
        stillHolds: (tx) => requireHeld(tx, held),
        onTrouble: (error, tool) => deps.onTrouble(error, `the tool ${tool} failed on a call`),
        ...listener,
      }),
    opening,
    hasKeys: true,
    callsFrom: numberOfCaller(wish.call.start),
    ...(deps.limits ? { limits: deps.limits } : {}),
    signal,
  };
}
