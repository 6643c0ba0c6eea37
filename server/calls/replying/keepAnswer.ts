import { setTimeout as delay } from 'node:timers/promises';
import type { ResolvedPersonality } from '../../../shared/personalities/resolved.ts';
import type { ConversationState } from '../../dialogue/conversations/content.ts';
import { spokenBy } from '../../dialogue/conversations/conversations.ts';
import { finishTurn } from '../../dialogue/conversations/finishTurn.ts';
import type { HeldTurn } from '../../dialogue/conversations/lease.ts';
import type { TurnOutcome } from '../../dialogue/turn/request.ts';
import type { TalkDeps } from './talkDeps.ts';

const TRIES = 3;
const BETWEEN_TRIES_MS = 400;

/** An answer with what was heard of it. */
interface HeardAnswer {
  /** Of the conversation behind it. */
  state: ConversationState;
  outcome: TurnOutcome;
  personality: ResolvedPersonality;
  heard: string;
  whole: boolean;
}

/**
 * Keeps an answer as it was heard, for that is the history: one that was cut off ends there. Tries again while the
 * database is away, and never rejects: what cannot be kept is told.
 */
export async function keepAnswer(
  deps: Pick<TalkDeps, 'database' | 'audioStore' | 'onTrouble'>,
  held: HeldTurn,
  { state, outcome, personality, heard, whole }: HeardAnswer,
): Promise<void> {
  const { problem } = outcome;
  const finished = {
    state,
    content: {
      text: whole ? outcome.text : heard,
      calls: outcome.calls,
      actions: whole ? outcome.actions : [],
      agentProblem: problem && { code: problem.code, detail: problem.message },
    },
    personality: spokenBy(personality),
    agent: outcome.agent,
    end: whole ? outcome.end : ('aborted' as const),
    cached: outcome.cached,
    usage: outcome.usage,
  };
  for (let tries = 1; ; tries++) {
    try {
      await finishTurn(deps, held, finished);
      return;
    } catch (error) {
      if (tries >= TRIES) return deps.onTrouble(error, 'what was said on a call could not be kept');
      await delay(BETWEEN_TRIES_MS);
    }
  }
}
