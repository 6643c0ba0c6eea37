import { saysItIsAnAi } from '../../../shared/personalities/greeting.ts';
import type { ResolvedPersonality } from '../../../shared/personalities/resolved.ts';
import { beginSummary, stateAfter } from '../../dialogue/chat/rememberMore.ts';
import { readChatSettings } from '../../dialogue/chat/settings.ts';
import type { Agent, Tool } from '../../dialogue/contract.ts';
import { beginTurn } from '../../dialogue/conversations/beginTurn.ts';
import type { ConversationState } from '../../dialogue/conversations/content.ts';
import { spokenBy } from '../../dialogue/conversations/conversations.ts';
import { holdConversation } from '../../dialogue/conversations/holdConversation.ts';
import { type HeldTurn, stoppedTurn } from '../../dialogue/conversations/lease.ts';
import { withdrawTurn } from '../../dialogue/conversations/withdrawTurn.ts';
import { readVocabulary, type Vocabulary } from '../../dialogue/listening/expectedIn.ts';
import { expectedSpeech } from '../../dialogue/listening/grammar.ts';
import { readMemory } from '../../dialogue/rules/memory.ts';
import { askedBefore } from '../../dialogue/rules/openQuestion.ts';
import type { TurnOutcome } from '../../dialogue/turn/request.ts';
import { runTurn } from '../../dialogue/turn/turn.ts';
import { type Asked, askedIn } from '../../dialogue/understanding/asked.ts';
import { understand } from '../../dialogue/understanding/understand.ts';
import type { Desk } from '../../engines/desk.ts';
import { inOrder } from '../../engines/inOrder.ts';
import { callerOf } from '../caller.ts';
import type { Answer, AnswerListener, Talk, Talks, TalkWish } from './contract.ts';
import { inTime, patiently } from './inTime.ts';
import { keepAnswer } from './keepAnswer.ts';
import type { TalkDeps } from './talkDeps.ts';
import { turnRequest } from './turnRequest.ts';

const SUMMARY_FACTS = 4;
const MOST_ADVICE = 10;

/** Conversations of calls, kept as those of chat are. */
export function openTalks(deps: TalkDeps): Talks {
  return {
    async open(wish) {
      const { workspaceId } = wish.call;
      const [prepared, desks, tools] = await inTime(
        Promise.all([
          deps.database.withWorkspace(workspaceId, async (tx) => ({
            personality: await deps.personality(tx, workspaceId, { asked: wish.personalityId }),
            settings: await readChatSettings(tx, workspaceId),
            vocabulary: await readVocabulary(tx, workspaceId),
          })),
          deps.agents.of(workspaceId),
          deps.tools(workspaceId),
        ]),
      );
      const agents = inOrder(desks, prepared.settings.agentOrder).map(({ desk }) => desk);
      return new KeptTalk(deps, wish, { ...prepared, agents, tools });
    },
  };
}

/** How a conversation stood before a turn. */
interface Before {
  held: HeldTurn;
  /** Of the message that answers. */
  number: number;
  state: ConversationState;
  asked: Asked;
  beneath: Asked | null;
  facts: readonly string[];
  /** Something was done in it. */
  done: boolean;
}

interface Prepared {
  personality: ResolvedPersonality;
  vocabulary: Vocabulary;
  agents: readonly Desk<Agent>[];
  tools: readonly Tool[];
}

class KeptTalk implements Talk {
  conversationId: string | null;
  asked: Asked = 'anything';
  private beneath: Asked | null = null;
  private readonly deps: TalkDeps;
  private readonly wish: TalkWish;
  private readonly prepared: Prepared;
  private readonly advice: string[] = [];
  private facts: readonly string[] = [];
  private lastSaid = '';
  private said = '';
  private disclosed: boolean;
  /** Everything asked before. */
  private order: Promise<void> = Promise.resolve();
  /** What there was before each answer, for one that is to be as if it had not been. */
  private readonly before = new WeakMap<Answer, Before>();

  constructor(deps: TalkDeps, wish: TalkWish, prepared: Prepared) {
    this.deps = deps;
    this.wish = wish;
    this.prepared = prepared;
    this.conversationId = wish.conversationId;
    this.disclosed = wish.disclosed;
  }

  greeted(words: string): void {
    if (words.trim() === '') return;
    this.said = `${this.said} ${words}`.trim();
    this.asked = askedIn(words);
    if (saysItIsAnAi(words)) this.disclosed = true;
  }

  get orderDigits(): readonly number[] {
    return this.prepared.vocabulary.orderDigits;
  }

  get personality(): ResolvedPersonality {
    return this.prepared.personality;
  }

  answer(text: string, listener: AnswerListener, goesOn?: { begun: Answer; rest: string }): Answer {
    const stop = new AbortController();
    let tell: (heard: { text: string; whole: boolean }) => void = () => {};
    const heard = new Promise<{ text: string; whole: boolean }>((resolve) => {
      tell = resolve;
    });
    this.lastSaid = text;
    const answer: Answer = {
      abort: () => stop.abort(stoppedTurn()),
      heard: (words, whole) => tell({ text: words, whole }),
    };
    const take = async () => {
      const takenBack = !goesOn || (await this.takeBack(goesOn.begun));
      await this.take(takenBack ? text : goesOn.rest || text, listener, stop, { answer, heard });
    };
    const before = this.order;
    this.order = patiently(before).then(() => take().catch((error: unknown) => listener.onFailed(error)));
    return answer;
  }

  advise(advice: string): void {
    this.advice.push(advice);
    if (this.advice.length > MOST_ADVICE) this.advice.shift();
  }

  expected(): Readonly<Record<string, string>> | null {
    const { asked, beneath } = this;
    const { language } = this.wish.call.flow.content;
    return language.toLowerCase().startsWith('en')
      ? expectedSpeech({ asked, beneath, ...this.prepared.vocabulary })
      : null;
  }

  summary(): string {
    const facts = this.facts.slice(-SUMMARY_FACTS).map((fact) => (/[.!?]$/.test(fact) ? fact : `${fact}.`));
    const given = Object.entries(this.wish.collected).map(([name, value]) => `${name}: ${value}.`);
    const last = this.lastSaid === '' ? [] : [`The caller said last: ${this.lastSaid}`];
    return [...given, ...facts, ...last].join(' ');
  }

  async close(): Promise<void> {
    await patiently(this.order);
  }

  private async take(
    text: string,
    listener: AnswerListener,
    stop: AbortController,
    { answer, heard }: { answer: Answer; heard: Promise<{ text: string; whole: boolean }> },
  ): Promise<void> {
    const { deps, wish, prepared } = this;
    const { personality, agents } = prepared;
    const { workspaceId } = wish.call;
    const who = spokenBy(personality);
    const begun = await inTime(
      beginTurn(deps, callerOf(wish.call), {
        conversationId: this.conversationId,
        ofSession: true,
        text,
        answerer: async () => ({ spokenBy: who }),
        understand: (said, state) => understand(said, { asked: this.askedIn(state, said) }),
        keyed: null,
      }),
    );
    if ('keptId' in begun) throw new Error('a call repeats no request, and its conversation is its own');
    this.conversationId = begun.conversationId;
    const held: HeldTurn = {
      workspaceId,
      conversationId: begun.conversationId,
      messageId: begun.messageId,
    };
    const { asked, beneath, facts } = this;
    const { number, state: stateBefore } = begun;
    const before: Before = { held, number, state: stateBefore, asked, beneath, facts, done: false };
    this.before.set(answer, before);
    listener.onTurn({ turnId: held.messageId, conversationId: held.conversationId });
    let soFar = '';
    const hold = holdConversation(deps, held, () => soFar, { onLost: () => stop.abort(stoppedTurn()) });
    try {
      const { signal } = stop;
      const request = turnRequest(
        { deps, wish, ...prepared },
        { text, begun, held, said: this.said, advice: this.advice, disclosed: this.disclosed, signal },
      );
      const { language, timeZone, now } = request;
      const summary = beginSummary(begun, agents, { workspaceId, language, timeZone, now, signal });
      const turn = runTurn(request);
      let next = await turn.next();
      for (; !next.done; next = await turn.next()) {
        if (next.value.kind === 'text') soFar += next.value.text;
        listener.onEvent(next.value);
      }
      const outcome = next.value;
      before.done = this.didSomething(outcome);
      if (outcome.problem) deps.onTrouble(outcome.problem, 'an agent did not answer on a call');
      const [state, last] = [await stateAfter(begun.state, outcome, summary), heard];
      this.facts = state.facts;
      ({ asked: this.asked, beneath: this.beneath } = askedAfter(outcome));
      listener.onEnded(outcome);
      const { text: words, whole } = await last;
      hold.end();
      await keepAnswer(deps, held, { state, outcome, personality, heard: words, whole });
      if (request.opening !== null && (whole || words.includes(request.opening))) this.disclosed = true;
    } finally {
      hold.end();
    }
  }

  /** What was asked before something was said, by what the built-in agent knows, else by the words. */
  private askedIn({ memories }: ConversationState, said: string): Asked {
    return memories.builtin === undefined ? this.asked : askedBefore(readMemory(memories.builtin), said);
  }

  /** Makes an answer as if it had not been; false: something was done, or it cannot be undone. */
  private async takeBack(answer: Answer): Promise<boolean> {
    const before = this.before.get(answer);
    if (!before) return true;
    if (before.done || !(await inTime(withdrawTurn(this.deps, before)))) return false;
    this.asked = before.asked;
    this.beneath = before.beneath;
    this.facts = before.facts;
    return true;
  }

  /** Whether something was done that cannot be undone, or may have been. */
  private didSomething({ calls, actions }: TurnOutcome): boolean {
    const acts = new Set(this.prepared.tools.filter(({ effect }) => effect).map(({ name }) => name));
    return (
      actions.length > 0 ||
      calls.some(
        ({ tool, answer }) => acts.has(tool) && (!answer || answer.ok || answer.code !== 'not-asked-for'),
      )
    );
  }
}

/** What the next words are likely to answer. */
function askedAfter({ agent, memory, text, end }: TurnOutcome): { asked: Asked; beneath: Asked | null } {
  if (end === 'aborted') return { asked: 'anything', beneath: null };
  if (agent.id !== 'builtin' || memory === undefined) return { asked: askedIn(text), beneath: null };
  const { asked, beneath } = readMemory(memory);
  return { asked, beneath: beneath?.asked ?? null };
}
