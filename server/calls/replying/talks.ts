import { setTimeout as delay } from 'node:timers/promises';
import { disclosureIn, saysItIsAnAi } from '../../../shared/personalities/greeting.ts';
import { personaIn, type ResolvedPersonality } from '../../../shared/personalities/resolved.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { beginSummary, stateAfter } from '../../dialogue/chat/rememberMore.ts';
import { readChatSettings } from '../../dialogue/chat/settings.ts';
import type { Agent, Tool } from '../../dialogue/contract.ts';
import { type BegunTurn, beginTurn } from '../../dialogue/conversations/beginTurn.ts';
import type { ConversationState } from '../../dialogue/conversations/content.ts';
import { type Conversations, spokenBy } from '../../dialogue/conversations/conversations.ts';
import { finishTurn } from '../../dialogue/conversations/finishTurn.ts';
import { holdConversation } from '../../dialogue/conversations/holdConversation.ts';
import { type HeldTurn, requireHeld, stoppedTurn } from '../../dialogue/conversations/lease.ts';
import { withdrawTurn } from '../../dialogue/conversations/withdrawTurn.ts';
import { readVocabulary, type Vocabulary } from '../../dialogue/listening/expectedIn.ts';
import { expectedSpeech } from '../../dialogue/listening/grammar.ts';
import { readMemory } from '../../dialogue/rules/memory.ts';
import { askedBefore } from '../../dialogue/rules/openQuestion.ts';
import { offerTools } from '../../dialogue/tools/offerTools.ts';
import type { TurnLimits } from '../../dialogue/turn/patience.ts';
import type { TurnOutcome } from '../../dialogue/turn/request.ts';
import { runTurn } from '../../dialogue/turn/turn.ts';
import { type Asked, askedIn } from '../../dialogue/understanding/asked.ts';
import { understand } from '../../dialogue/understanding/understand.ts';
import type { Desk } from '../../engines/desk.ts';
import type { Engines } from '../../engines/engines.ts';
import { inOrder } from '../../engines/inOrder.ts';
import { ProblemError } from '../../problem.ts';
import { callerOf } from '../caller.ts';
import type { Answer, AnswerListener, Talk, Talks, TalkWish } from './contract.ts';
import { instructionsFor } from './instructions.ts';
import { numberOfCaller } from './numberOfCaller.ts';

/** What conversations of calls need of the rest of the product. */
export interface TalkDeps extends Conversations {
  agents: Pick<Engines<Agent>, 'of'>;
  tools(workspaceId: string): Promise<readonly Tool[]>;
  /** Who answers. Throws `not-found` for one that is asked for. */
  personality(
    tx: WorkspaceTx,
    workspaceId: string,
    wanted: { asked?: string | null; conversation?: string | null },
  ): Promise<ResolvedPersonality>;
  limits?: Partial<TurnLimits>;
  /** The clock by which days and hours are meant; the machine's when absent. */
  now?(): Date;
  onTrouble(error: unknown, what: string): void;
}

/** A caller does not wait for the database longer than this. */
const BEGIN_MS = 6_000;
/** An answer before that is still being kept is not waited for longer. */
const KEEP_MS = 8_000;
const KEEP_TRIES = 3;
const BETWEEN_TRIES_MS = 400;
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

  expected(asked: Asked): Readonly<Record<string, string>> | null {
    const { language } = this.wish.call.flow.content;
    return language.toLowerCase().startsWith('en')
      ? expectedSpeech({ asked, ...this.prepared.vocabulary })
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
    const { asked, facts } = this;
    const before: Before = { held, number: begun.number, state: begun.state, asked, facts, done: false };
    this.before.set(answer, before);
    listener.onTurn({ turnId: held.messageId, conversationId: held.conversationId });
    let soFar = '';
    const hold = holdConversation(deps, held, () => soFar, { onLost: () => stop.abort(stoppedTurn()) });
    try {
      const { signal } = stop;
      const request = this.request(text, begun, held, signal);
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
      this.asked = askedAfter(outcome);
      listener.onEnded(outcome);
      const { text: words, whole } = await last;
      hold.end();
      await this.keep(held, state, outcome, words, whole);
      if (request.opening !== null && (whole || words.includes(request.opening))) this.disclosed = true;
    } finally {
      hold.end();
    }
  }

  private request(text: string, begun: BegunTurn, held: HeldTurn, signal: AbortSignal) {
    const { deps, wish, prepared } = this;
    const { personality, agents } = prepared;
    const tools = wish.mayTransfer
      ? prepared.tools
      : prepared.tools.filter(({ name }) => name !== 'transfer');
    const { workspaceId, timeZone, flow } = wish.call;
    const { language } = flow.content;
    const now = deps.now?.() ?? new Date();
    const opening = this.disclosed ? null : disclosureIn(language, personality.name);
    const given = Object.entries(wish.collected).map(([name, value]) => `The caller gave ${name}: ${value}`);
    return {
      workspaceId,
      text,
      instructions: instructionsFor(personality.instructions, {
        said: this.said === '' ? null : this.said,
        advice: this.advice,
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

  /** History is what was heard: an answer that was cut off ends there. */
  private async keep(
    held: HeldTurn,
    state: ConversationState,
    outcome: TurnOutcome,
    heard: string,
    whole: boolean,
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
      personality: spokenBy(this.prepared.personality),
      agent: outcome.agent,
      end: whole ? outcome.end : ('aborted' as const),
      cached: outcome.cached,
      usage: outcome.usage,
    };
    for (let tries = 1; ; tries++) {
      try {
        await finishTurn(this.deps, held, finished);
        return;
      } catch (error) {
        if (tries >= KEEP_TRIES)
          return this.deps.onTrouble(error, 'what was said on a call could not be kept');
        await delay(BETWEEN_TRIES_MS);
      }
    }
  }
}

/** What the next words are likely to answer. */
function askedAfter({ agent, memory, text, end }: TurnOutcome): Asked {
  if (end === 'aborted') return 'anything';
  return agent.id === 'builtin' && memory !== undefined ? readMemory(memory).asked : askedIn(text);
}

/** Waits for what was asked before, but not for ever: it may hang with the database. */
async function patiently(before: Promise<void>): Promise<void> {
  const late = new AbortController();
  await Promise.race([before, delay(KEEP_MS, undefined, { signal: late.signal }).catch(() => undefined)]);
  late.abort();
}

async function inTime<Value>(work: Promise<Value>): Promise<Value> {
  const late = new AbortController();
  try {
    return await Promise.race([
      work,
      delay(BEGIN_MS, undefined, { signal: late.signal }).then(() => {
        throw new ProblemError('timeout', 'The database did not answer in time.');
      }),
    ]);
  } finally {
    late.abort();
  }
}
