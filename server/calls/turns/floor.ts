import { isBackChannel } from './backChannel.ts';
import { beyond } from './beyond.ts';
import { endpointMs } from './endpoint.ts';
import type { Expected, FloorCommand, FloorEvent } from './floorEvents.ts';
import { MOST_REPROMPTS, PATIENCE, silenceMs } from './patience.ts';

interface Utterance {
  sinceMs: number;
  speaking: boolean;
  endedMs: number;
  /** Understood for good. */
  finals: string;
  /** Since then, so far. */
  interim: string;
  /** When the recogniser was asked for the rest. */
  flushedMs: number | null;
  /** The caller said that they are through: what is said behind that is no part of it. */
  handedIn?: boolean;
  /** The turn that it goes on with, and is heard with again. */
  begun?: Begun;
}

/** What was taken for a turn, and what had been expected then. */
interface Begun {
  text: string;
  expected: Expected;
}

/**
 * Who has the floor. A machine of events and commands that knows no clock but the one it is told: every onset of
 * speech ends in a turn, a re-prompt or a resume within a fixed time, whatever is told in whatever order.
 */
export class Floor {
  private agent: 'silent' | 'speaking' | 'paused' = 'silent';
  private replying = false;
  private caller: Utterance | null = null;
  /** Since when it is the caller's turn and nothing is heard. */
  private waitingSinceMs: number | null = null;
  /** Since when we hold the floor and nothing is heard of us, or the last filler. */
  private owingSinceMs: number | null = null;
  private fillers = 0;
  private reprompts = 0;
  private keys = '';
  /** When a number was as long as it could be. */
  private wholeMs = Number.NEGATIVE_INFINITY;
  private lastKeyMs = 0;
  private expected: Expected = { what: 'anything' };
  /** How long the last words were waited behind: the same are asked about with every event. */
  private waited: { words: string; ms: number } | null = null;
  /** The last turn, as long as the caller may go on with it, and since when our answer is heard. */
  private last: (Begun & { answeredSinceMs: number | null }) | null = null;

  constructor(nowMs: number) {
    this.waitingSinceMs = nowMs;
  }

  /** What the caller is expected to say from now on: how often something else was asked anew does not count any more. */
  expect(expected: Expected): void {
    this.expected = expected;
    this.waited = null;
    this.reprompts = 0;
    if (expected.unanswered) this.last = null;
  }

  /** Whether the caller is speaking, or is being understood. */
  get hears(): boolean {
    return this.caller !== null;
  }

  /**
   * Whether somebody who begins to speak now goes on with their last turn: a pause was taken for its end, and nothing of
   * our answer is heard yet, or no more than its beginning.
   */
  mayGoOn(nowMs: number): boolean {
    const { last } = this;
    if (!last || this.caller) return false;
    return last.answeredSinceMs === null || nowMs <= last.answeredSinceMs + PATIENCE.goOnMs;
  }

  /** Takes in what happened, at a time that never runs backwards. */
  on(event: FloorEvent, nowMs: number): FloorCommand[] {
    const out: FloorCommand[] = [];
    this.take(event, nowMs, out);
    this.decide(nowMs, out);
    // Whoever has the floor again begins anew.
    if (!this.holds && !this.caller) this.last = null;
    return out;
  }

  /** When something would be decided if nothing happened until then; null: never. */
  nextDeadlineMs(): number | null {
    const times: number[] = [];
    const { caller } = this;
    if (caller) {
      if (this.holds)
        times.push(caller.speaking ? caller.sinceMs + PATIENCE.insistMs : caller.endedMs + PATIENCE.resumeMs);
      else if (caller.flushedMs !== null) times.push(caller.flushedMs + PATIENCE.transcriptMs);
      else
        times.push(
          caller.speaking
            ? caller.sinceMs + PATIENCE.longestUtteranceMs
            : caller.endedMs + this.endpointMs(wordsOf(caller)),
        );
    }
    if (this.keys !== '') times.push(this.lastKeyMs + PATIENCE.keyMs);
    if (this.waitingSinceMs !== null) times.push(this.waitingSinceMs + silenceMs(this.expected.what));
    if (this.owingSinceMs !== null) times.push(this.owingSinceMs + this.fillerAfterMs());
    return times.length === 0 ? null : Math.min(...times);
  }

  private endpointMs(words: string): number {
    if (this.waited?.words !== words) this.waited = { words, ms: endpointMs(this.awaited, words) };
    return this.waited.ms;
  }

  private take(event: FloorEvent, nowMs: number, out: FloorCommand[]): void {
    switch (event.type) {
      case 'speech-start':
        if (this.caller?.handedIn) return;
        if (!this.caller) this.waited = null;
        this.caller ??= {
          ...(event.again && this.last && { begun: this.last }),
          sinceMs: nowMs,
          speaking: true,
          endedMs: nowMs,
          finals: '',
          interim: '',
          flushedMs: null,
        };
        this.caller.speaking = true;
        this.caller.flushedMs = null;
        this.hush(out);
        return;
      case 'speech-end':
        if (!this.caller?.speaking) return;
        this.caller.speaking = false;
        this.caller.endedMs = Math.max(this.caller.sinceMs, Math.min(nowMs, event.endedMs ?? nowMs));
        return;
      case 'interim':
      case 'final':
        this.understand(event, nowMs, out);
        return;
      case 'flushed':
        if (this.caller && this.caller.flushedMs !== null) this.conclude(out);
        return;
      case 'handed-in':
        if (!this.caller) return;
        if (this.caller.speaking) this.caller.endedMs = nowMs;
        this.caller.speaking = false;
        this.caller.handedIn = true;
        if (this.caller.flushedMs === null) this.flush(this.caller, nowMs, out);
        return;
      case 'key':
        this.press(event.digit, nowMs, out);
        return;
      case 'deafened':
        this.caller = null;
        this.last = null;
        this.keys = '';
        this.resume(out);
        return;
      case 'reply-begins':
        this.replying = true;
        this.fillers = 0;
        return;
      case 'reply-ends':
        this.replying = false;
        return;
      case 'agent-speaks':
        // What was on its way when our sound was stopped.
        if (this.agent === 'paused') return;
        this.agent = 'speaking';
        if (this.last) this.last.answeredSinceMs ??= nowMs;
        if (this.caller?.speaking) this.hush(out);
        return;
      case 'agent-silent':
        // The last of it was heard as it was stopped: what we say next must not wait for that to go on.
        this.resume(out);
        this.agent = 'silent';
        return;
      case 'tick':
    }
  }

  /** Our sound stops while the caller may want to speak. */
  private hush(out: FloorCommand[]): void {
    if (this.agent !== 'speaking') return;
    this.agent = 'paused';
    out.push({ type: 'pause' });
  }

  private resume(out: FloorCommand[]): void {
    if (this.agent !== 'paused') return;
    this.agent = 'speaking';
    out.push({ type: 'resume' });
  }

  private understand(event: { type: 'interim' | 'final'; text: string }, nowMs: number, out: FloorCommand[]) {
    const said = event.text.trim();
    if (!this.caller) {
      // Words whose sound was missed, or that come after we went on: attention is none, everything else is a turn.
      if (said === '' || (this.holds && this.isAttention(said))) return;
      this.caller = {
        sinceMs: nowMs,
        speaking: false,
        endedMs: nowMs,
        finals: '',
        interim: '',
        flushedMs: null,
      };
      this.hush(out);
    }
    const { caller } = this;
    if (event.type === 'interim') caller.interim = said;
    else {
      caller.finals = `${caller.finals} ${said}`.trim();
      caller.interim = '';
    }
  }

  private press(digit: string, nowMs: number, out: FloorCommand[]): void {
    // Whoever ends a number with this key need not know that it was long enough.
    const endsNothing = digit === '#' && this.keys === '' && nowMs < this.wholeMs + PATIENCE.keyMs;
    this.wholeMs = Number.NEGATIVE_INFINITY;
    if (endsNothing) return;
    if (this.holds) this.interrupt(out);
    // Whoever presses a key has stopped speaking.
    this.caller = null;
    this.last = null;
    // In a menu it is a key as any other.
    const ends = digit === '#' && (this.keys !== '' || this.expected.what !== 'choice');
    this.keys += ends ? '' : digit;
    this.lastKeyMs = nowMs;
    const whole = this.keys.length >= (this.expected.mostKeys ?? 1);
    if (whole && !ends && this.expected.what === 'digits') this.wholeMs = nowMs;
    if (ends || whole) this.enter(nowMs, out);
  }

  private enter(nowMs: number, out: FloorCommand[]): void {
    const { keys } = this;
    this.keys = '';
    // We may have begun to answer something that was said meanwhile.
    if (this.holds) this.interrupt(out);
    if (keys !== '') this.turn({ type: 'turn', text: keys, keys: true, speechEndedMs: nowMs }, out);
    else if (!this.expected.unanswered) this.reprompt('not-understood', out);
  }

  /** Whether the floor is ours: we speak, or think about what to say. */
  get holds(): boolean {
    return this.agent !== 'silent' || this.replying;
  }

  /** What is, or was, expected of what is being said. */
  private get awaited(): Expected {
    return this.caller?.begun?.expected ?? this.expected;
  }

  private isAttention(words: string): boolean {
    const { notYet, what } = this.awaited;
    const begun = this.caller?.begun?.text ?? '';
    // Whoever has agreed already says nothing new by agreeing.
    const agreed = begun !== '' && isBackChannel(begun, 'anything');
    return isBackChannel(words, notYet || agreed ? 'anything' : what);
  }

  private decide(nowMs: number, out: FloorCommand[]): void {
    if (this.keys !== '' && nowMs >= this.lastKeyMs + PATIENCE.keyMs) this.enter(nowMs, out);
    this.decideUtterance(nowMs, out);
    this.decideWaiting(nowMs, out);
    this.decideOwing(nowMs, out);
  }

  private decideUtterance(nowMs: number, out: FloorCommand[]): void {
    const { caller } = this;
    if (!caller) return;
    const words = wordsOf(caller);
    const says = !this.isAttention(beyond(caller.begun?.text ?? '', words));
    if (this.holds) {
      if (says || (caller.speaking && nowMs >= caller.sinceMs + PATIENCE.insistMs)) this.interrupt(out);
      else if (caller.speaking) return;
      else {
        if (nowMs < caller.endedMs + PATIENCE.resumeMs) return;
        this.caller = null;
        this.resume(out);
        return;
      }
    }
    if (caller.flushedMs !== null) {
      if (nowMs >= caller.flushedMs + PATIENCE.transcriptMs) this.conclude(out);
      return;
    }
    const over = caller.speaking
      ? nowMs >= caller.sinceMs + PATIENCE.longestUtteranceMs
      : nowMs >= caller.endedMs + this.endpointMs(words);
    if (!over) return;
    if (caller.speaking) caller.endedMs = nowMs;
    this.flush(caller, nowMs, out);
  }

  private flush(caller: Utterance, nowMs: number, out: FloorCommand[]): void {
    caller.flushedMs = nowMs;
    out.push({ type: 'flush' });
  }

  /** All that will come of the utterance has come. */
  private conclude(out: FloorCommand[]): void {
    const caller = this.caller!;
    const { begun, endedMs: speechEndedMs } = caller;
    const expected = this.awaited;
    const text = wordsOf(caller) || (begun?.text ?? '');
    this.caller = null;
    if (!expected.unanswered) this.last = { text, expected, answeredSinceMs: null };
    if (text === '' && !expected.unanswered) this.reprompt('not-understood', out);
    else
      this.turn(
        { type: 'turn', text, keys: false, speechEndedMs, ...(begun && { rest: beyond(begun.text, text) }) },
        out,
      );
  }

  private turn(turn: Extract<FloorCommand, { type: 'turn' }>, out: FloorCommand[]): void {
    this.reprompts = 0;
    if (this.expected.unanswered) out.push(turn);
    else this.handOver(out, turn);
  }

  private reprompt(why: 'not-understood' | 'silence', out: FloorCommand[]): void {
    this.reprompts++;
    if (this.reprompts > MOST_REPROMPTS) this.handOver(out, { type: 'give-up' });
    else this.handOver(out, { type: 'reprompt', why, count: this.reprompts });
  }

  /** The floor is ours: something has to be heard of us, though nothing is being made yet. */
  private handOver(out: FloorCommand[], command: FloorCommand): void {
    this.replying = true;
    this.fillers = 0;
    out.push(command);
  }

  private interrupt(out: FloorCommand[]): void {
    this.agent = 'silent';
    this.replying = false;
    out.push({ type: 'interrupt' });
  }

  private decideWaiting(nowMs: number, out: FloorCommand[]): void {
    if (this.expected.unanswered === 'ever' || this.holds || this.caller || this.keys !== '') {
      this.waitingSinceMs = null;
      return;
    }
    this.waitingSinceMs ??= nowMs;
    if (nowMs < this.waitingSinceMs + silenceMs(this.expected.what)) return;
    this.waitingSinceMs = null;
    this.reprompt('silence', out);
  }

  private decideOwing(nowMs: number, out: FloorCommand[]): void {
    if (!this.replying || this.agent !== 'silent' || this.caller) {
      this.owingSinceMs = null;
      return;
    }
    this.owingSinceMs ??= nowMs;
    if (nowMs < this.owingSinceMs + this.fillerAfterMs()) return;
    this.owingSinceMs = nowMs;
    this.fillers++;
    out.push({ type: 'filler' });
  }

  private fillerAfterMs(): number {
    return this.fillers === 0 ? PATIENCE.fillerMs : PATIENCE.nextFillerMs;
  }
}

const wordsOf = ({ finals, interim }: Utterance) => `${finals} ${interim}`.trim();
