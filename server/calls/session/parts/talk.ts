import { openingIn } from '../../../../shared/personalities/greeting.ts';
import type { TurnAction, TurnEvent } from '../../../dialogue/contract.ts';
import type { TurnOutcome } from '../../../dialogue/turn/request.ts';
import type { FlowCommand } from '../../contract.ts';
import { readYesNo } from '../../flows/understanding/yesNo.ts';
import type { Answer, AnswerListener, Talk } from '../../replying/contract.ts';
import type { Said, Saying } from '../../speaking/mouth.ts';
import { anyWish, expectedAfter, isYesOrNo } from '../expectedAnswer.ts';
import { TurnWatch } from '../latency.ts';
import { type CallLines, callLinesOf } from '../lines.ts';
import type { CallerTurn, Part, Stage } from '../stage.ts';

/** After so many failures in a row nobody can answer. */
const MOST_FAILURES = 2;

/** One answer, from the caller's last word to the last sound that was heard of it. */
interface Reply {
  turn: CallerTurn;
  watch: TurnWatch;
  answer: Answer | null;
  turnId: string | null;
  /** Sentences that are not over yet. */
  sayings: Set<string>;
  heard: string[];
  /** Everything said so far was heard to its end. */
  whole: boolean;
  outcome: TurnOutcome | null;
  tools: Map<string, { title: string; atMs: number }>;
  understanding: TurnOutcome['understanding'] | null;
}

/** A personality talks with the caller. */
export class TalkPart implements Part {
  private talk: Talk | null = null;
  private reply: Reply | null = null;
  /** The answer that was cut off last; null: the last one was heard. */
  private cut: Answer | null = null;
  private greeting: string | null = null;
  private failures = 0;
  /** The recogniser failed since something was understood. */
  private notHeard = 0;
  /** The caller was told which keys stand for yes and no. */
  private yesNoByKeys = false;
  /** What was said before anybody could answer. */
  private early: CallerTurn | null;
  private stopped = false;
  /** Why the caller is handed over. */
  private reason = '';

  constructor(
    private readonly stage: Stage,
    private readonly command: Extract<FlowCommand, { type: 'talk' }>,
    {
      early,
      goesOn,
    }: {
      early: CallerTurn | null;
      /** A person had taken over: it is no beginning. */
      goesOn: boolean;
    },
  ) {
    this.early = early;
    this.goesOn = goesOn;
  }

  private readonly goesOn: boolean;

  begin(): void {
    const { stage, command } = this;
    const { language } = stage.call.flow.content;
    stage.expect(expectedAfter('anything', language), anyWish(language));
    stage.deps.talks
      .open({
        call: stage.call,
        personalityId: stage.call.personalityId ?? command.personalityId,
        conversationId: stage.conversationId,
        disclosed: stage.disclosed,
        mayTransfer: command.mayTransfer,
        collected: command.collected,
      })
      .then(
        stage.within((talk: Talk) => this.opened(talk)),
        stage.within((error: unknown) => {
          stage.trouble('agent', error);
          this.fail();
        }),
      );
  }

  onTurn(turn: CallerTurn): void {
    const { talk, stage } = this;
    if (!talk) {
      this.early = turn;
      return;
    }
    this.notHeard = 0;
    this.onInterrupt();
    const begun = turn.rest === null ? null : this.cut;
    // What was answered to the end is not answered again.
    const text = turn.rest !== null && !begun ? turn.rest : this.wordsOf(turn);
    this.yesNoByKeys = false;
    if (text === '') {
      this.onReprompt('not-understood', 1);
      return;
    }
    this.cut = null;
    const reply: Reply = {
      turn,
      watch: new TurnWatch(turn, stage.clock.nowMs()),
      answer: null,
      turnId: null,
      sayings: new Set(),
      heard: [],
      whole: true,
      outcome: null,
      tools: new Map(),
      understanding: null,
    };
    this.reply = reply;
    const listener: AnswerListener = {
      onTurn: ({ turnId, conversationId }) => {
        reply.turnId = turnId;
        if (stage.conversationId !== conversationId) {
          stage.conversationId = conversationId;
          stage.conversationBegan(conversationId);
        }
      },
      onEvent: stage.within((event: TurnEvent) => this.take(reply, event)),
      onEnded: stage.within((outcome: TurnOutcome) => this.ended(reply, outcome)),
      onFailed: stage.within((error: unknown) => this.failed(reply, error)),
    };
    reply.answer = talk.answer(text, listener, begun ? { begun, rest: turn.rest! } : undefined);
  }

  onReprompt(why: 'not-understood' | 'silence', count: number): void {
    const { stage } = this;
    if (why === 'not-understood' && this.notHeard > 0) {
      this.fail();
      return;
    }
    stage.timeline.add({ kind: 'reprompt', why, count });
    if (why === 'silence') stage.sayLine(stage.call.flow.content.lines.silence, 'reprompt');
    else this.askAgain();
    stage.yieldFloor();
  }

  /** A question of yes or no can be answered by key from then on: such words are the shortest, and lines are bad. */
  private askAgain(): void {
    const { notUnderstood, sayAgain, yesNoByKeys } = this.lines;
    this.yesNoByKeys = this.talk !== null && isYesOrNo(this.talk.asked);
    this.stage.sayWords(`${notUnderstood} ${this.yesNoByKeys ? yesNoByKeys : sayAgain}`, 'reprompt');
  }

  private get lines(): CallLines {
    return callLinesOf(this.stage.call.flow.content.language);
  }

  /** What a turn says to the agent: a key that stands for a word is that word. */
  private wordsOf({ text, keys }: CallerTurn): string {
    const answer = keys && this.yesNoByKeys ? readYesNo(text, keys) : null;
    return answer === null ? text : this.lines[answer];
  }

  onNotHeard(): void {
    this.notHeard++;
  }

  onGaveUp(): void {
    this.stage.tell({ type: 'gave-up' });
  }

  onSent({ turnId, purpose }: Pick<Saying, 'turnId' | 'purpose'>): void {
    if (purpose === 'answer' && turnId === this.reply?.turnId)
      this.reply?.watch.sent(this.stage.clock.nowMs());
  }

  onBegun({ turnId, purpose }: Pick<Saying, 'turnId' | 'purpose'>, firstMs: number): void {
    if (purpose === 'answer' && turnId === this.reply?.turnId)
      this.reply?.watch.begun(this.stage.clock.nowMs(), firstMs);
  }

  onSaid(said: Said): void {
    if (said.id === this.greeting) {
      this.greeting = null;
      this.talk?.greeted(said.heard);
      this.expectAnswer();
    }
    const { reply } = this;
    if (!reply?.sayings.delete(said.id)) return;
    reply.heard.push(said.heard);
    if (!said.whole) reply.whole = false;
    // What is left is what was asked at the end.
    if (reply.outcome && reply.sayings.size === 1 && !said.cut) this.expectAnswer();
    // Of what was cut off, `onInterrupt` or `stop` follows.
    if (!said.cut) this.settle(reply);
  }

  onInterrupt(): void {
    const { reply } = this;
    if (!reply) return;
    this.reply = null;
    this.cut = reply.answer;
    reply.whole = false;
    reply.answer?.abort();
    this.keep(reply, true);
  }

  onAdvice(advice: string): void {
    this.talk?.advise(advice);
  }

  summary(): string {
    return [this.reason, this.talk?.summary() ?? ''].filter((part) => part !== '').join(' ');
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.onInterrupt();
    await this.talk?.close();
  }

  private opened(talk: Talk): void {
    const { stage, command } = this;
    this.talk = talk;
    for (const advice of stage.advice) talk.advise(advice);
    stage.speakAs(stage.deps.voices.of(stage.call, talk.personality));
    const { early } = this;
    if (early) {
      this.early = null;
      this.onTurn(early);
      return;
    }
    if (this.goesOn) stage.sayWords(this.lines.back, 'fixed');
    else
      this.greeting = command.greeting
        ? stage.sayLine(command.greeting, 'fixed')
        : stage.sayWords(openingIn(stage.call.flow.content.language, talk.personality), 'fixed');
    this.expectAnswer();
    stage.yieldFloor();
  }

  /** @param notYet the question is not heard yet. */
  private expectAnswer(notYet = false): void {
    const { talk, stage } = this;
    if (!talk) return;
    const grammar = talk.expected();
    const { language } = stage.call.flow.content;
    const expected = expectedAfter(talk.asked, language, talk.orderDigits);
    stage.expect({ ...expected, notYet }, grammar ? { grammar } : {});
  }

  private take(reply: Reply, event: TurnEvent): void {
    if (this.reply !== reply) return;
    const { stage } = this;
    switch (event.kind) {
      case 'understood':
        reply.understanding = event.understanding;
        return;
      case 'sentence':
        reply.watch.sentence(stage.clock.nowMs());
        reply.sayings.add(stage.sayWords(event.text, 'answer', reply.turnId));
        return;
      case 'tool-started':
        reply.tools.set(event.callId, { title: event.title, atMs: stage.clock.nowMs() });
        return;
      case 'tool-ended': {
        const begun = reply.tools.get(event.callId);
        reply.tools.delete(event.callId);
        const { answer, tool } = event;
        stage.timeline.add(
          {
            kind: 'tool',
            tool,
            title: begun?.title ?? tool,
            ok: answer.ok,
            code: answer.ok ? null : answer.code,
          },
          { fromMs: begun?.atMs ?? stage.clock.nowMs(), endMs: stage.clock.nowMs() },
        );
        return;
      }
      default:
    }
  }

  private ended(reply: Reply, outcome: TurnOutcome): void {
    if (this.reply !== reply) return;
    const { stage } = this;
    reply.outcome = outcome;
    reply.understanding = outcome.understanding;
    if (outcome.problem) stage.trouble('agent', outcome.problem);
    this.failures = outcome.end === 'failed' ? this.failures + 1 : 0;
    // Whoever is being connected, or said goodbye, is not waited for.
    if (outcome.actions.length === 0 && this.failures < MOST_FAILURES) {
      this.expectAnswer(reply.sayings.size > 1);
      stage.yieldFloor();
    }
    this.settle(reply);
  }

  /** Once an answer is whole and was heard: it is kept, and what it wanted done is done. */
  private settle(reply: Reply): void {
    const { outcome } = reply;
    if (this.reply !== reply || !outcome || reply.sayings.size > 0) return;
    this.reply = null;
    this.keep(reply, false);
    if (this.failures >= MOST_FAILURES) {
      this.stage.tell({ type: 'talk-failed' });
      return;
    }
    const [action] = outcome.actions;
    if (action) this.act(action);
    else if (!reply.whole) {
      this.stage.sayLine(this.stage.call.flow.content.lines.trouble, 'trouble');
      this.stage.yieldFloor();
    }
  }

  private act(action: TurnAction): void {
    this.reason = /[.!?]$/.test(action.reason) ? action.reason : `${action.reason}.`;
    this.stage.tell({
      type: 'talk-over',
      why: action.kind === 'transfer' ? 'person' : 'goodbye',
      to: action.kind === 'transfer' ? action.to : null,
      reason: action.reason,
    });
  }

  private keep(reply: Reply, interrupted: boolean): void {
    const { stage, talk } = this;
    const { turn, turnId, outcome, understanding, watch, answer } = reply;
    answer?.heard(reply.heard.join('').trim(), reply.whole && outcome !== null);
    if (turnId === null || !understanding || !talk) return;
    const { personality } = talk;
    stage.timeline.add(
      {
        kind: 'turn',
        turnId,
        intent: understanding.intent,
        confidence: understanding.confidence,
        sentiment: understanding.sentiment,
        personality: {
          id: personality.id,
          name: personality.name,
          version: personality.number > 0 ? personality.number : null,
        },
        agentId: outcome?.agent.id ?? 'none',
        interrupted,
        latency: watch.latency(),
      },
      { fromMs: turn.endedMs, endMs: stage.clock.nowMs() },
    );
  }

  private failed(reply: Reply, error: unknown): void {
    if (this.reply !== reply) return;
    this.reply = null;
    reply.answer?.heard('', false);
    this.stage.trouble('database', error);
    this.fail();
  }

  /** Something is broken: it is said, and the call goes on; the second time somebody else has to. */
  private fail(): void {
    if (this.stopped) return;
    this.failures++;
    this.notHeard = 0;
    const { stage } = this;
    if (!this.talk || this.failures >= MOST_FAILURES) {
      stage.tell({ type: 'talk-failed' });
      return;
    }
    stage.sayLine(stage.call.flow.content.lines.trouble, 'trouble');
    stage.yieldFloor();
  }
}
