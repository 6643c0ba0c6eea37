import { v7 } from 'uuid';
import type { Caller } from '../../../server/caller.ts';
import type { Database } from '../../../server/db/database.ts';
import type { Agent, Tool, TurnAction, Utterance } from '../../../server/dialogue/contract.ts';
import { offerTools } from '../../../server/dialogue/tools/offerTools.ts';
import type { TurnLimits } from '../../../server/dialogue/turn/patience.ts';
import type { TurnOutcome } from '../../../server/dialogue/turn/request.ts';
import { runTurn } from '../../../server/dialogue/turn/turn.ts';
import { askedIn } from '../../../server/dialogue/understanding/asked.ts';
import { understand } from '../../../server/dialogue/understanding/understand.ts';
import type { Desk } from '../../../server/engines/desk.ts';
import type { Intent } from '../../../shared/dialogue/intents.ts';
import { TIME_ZONE } from './usualWorld.ts';

/** A conversation that is being had. */
export interface Talk {
  say(text: string): Promise<Said>;
}

export type Said = Pick<TurnOutcome, 'text' | 'calls' | 'end'> & { actions: readonly TurnAction[] };

export interface TalkOptions {
  database: Database;
  caller: Caller;
  agents: readonly Desk<Agent>[];
  tools: readonly Tool[];
  now: Date;
  limits?: Partial<TurnLimits>;
}

/** Begins a conversation through the real turn, with real tools on a real database. */
export function openTalk({ database, caller, agents, tools, now, limits = {} }: TalkOptions): Talk {
  const conversationId = v7();
  const history: Utterance[] = [];
  const facts: string[] = [];
  const memories: Record<string, unknown> = {};
  const heardIntents = new Set<Intent>();
  let lastTurnId: string | null = null;

  async function say(text: string): Promise<Said> {
    const turnId = v7();
    const { signal } = new AbortController();
    const turn = runTurn({
      workspaceId: caller.workspaceId,
      text,
      instructions: 'You are Ava, who answers for a dentist’s practice with a small shop.',
      language: 'en',
      timeZone: TIME_ZONE,
      now,
      history: [...history],
      summary: null,
      facts,
      memories,
      agents,
      understand: () => understand(text, { asked: askedIn(history.at(-1)?.text) }),
      offerTools: (understanding, listener) => {
        heardIntents.add(understanding.intent);
        return offerTools(tools, {
          database,
          context: { caller, conversationId, language: 'en', timeZone: TIME_ZONE, now, signal },
          turnId,
          heardIntents,
          confirmedTurnId: understanding.intent === 'confirm' ? lastTurnId : null,
          onStarted: listener.onStarted,
          onEnded: listener.onEnded,
          onTrouble: () => undefined,
        });
      },
      opening: null,
      limits,
      signal,
    });
    for (;;) {
      const next = await turn.next();
      if (!next.done) continue;
      const { text: answer, calls, end, actions, memory, agent, facts: found } = next.value;
      history.push({ by: 'person', text }, { by: 'agent', text: answer });
      facts.push(...found);
      if (memory !== undefined) memories[agent.id] = JSON.parse(JSON.stringify(memory));
      lastTurnId = turnId;
      return { text: answer, calls, end, actions };
    }
  }

  return { say };
}
