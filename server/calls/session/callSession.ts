import type { CallEnd, CallEventOf } from '../../../shared/calls/timeline.ts';
import { ProblemError } from '../../problem.ts';
import type { CallClosed, CallListener, CallTransport } from '../../telephony/callTransport.ts';
import type { Clock } from '../clock.ts';
import type { AdmittedCall, FlowEvent, LiveCall } from '../contract.ts';
import { goodbyeOf } from '../flows/flowMachine.ts';
import type { HearingTask } from '../listening/ears.ts';
import type { CallVoice } from '../speaking/contract.ts';
import type { Mouth } from '../speaking/mouth.ts';
import { Floor } from '../turns/floor.ts';
import type { Expected, FloorCommand, FloorEvent } from '../turns/floorEvents.ts';
import { Alarm } from './alarm.ts';
import { BargeIns } from './bargeIns.ts';
import { CardWatch } from './cardWatch.ts';
import type { CallEngineDeps } from './contract.ts';
import { CurrentPart } from './currentPart.ts';
import { FlowFollower } from './flowFollower.ts';
import { Hearing } from './hearing.ts';
import { Keys } from './keys.ts';
import { OneByOne } from './oneByOne.ts';
import { EndingPart } from './parts/ending.ts';
import { TransferPart } from './parts/transfer.ts';
import { Speaker } from './speaker.ts';
import type { Part, Stage } from './stage.ts';
import { Timeline } from './timeline.ts';
import { callerWriter } from './writer.ts';

/** A carrier that does not say that a call is over is not waited for longer. */
const HANG_UP_MS = 3_000;
const MOST_ADVICE = 20;

/**
 * One call: passes what happens between the caller's ears and mouth, who has the floor, the flow, and the part of the
 * call that is under way. Everything happens on one thread, one thing after the other: what happens while something is
 * being done waits behind it.
 */
export class CallSession implements Stage {
  readonly timeline: Timeline;
  readonly ended: Promise<void>;
  conversationId: string | null = null;
  disclosed = false;
  readonly advice: string[] = [];
  readonly speaker: Speaker;
  readonly flow: FlowFollower;
  private readonly floor: Floor;
  private readonly hearing: Hearing;
  private readonly keys: Keys;
  private readonly bargeIns: BargeIns;
  private readonly cards: CardWatch;
  private readonly mouth: Mouth;
  private readonly current: CurrentPart;
  private readonly record;
  private readonly work: OneByOne;
  private readonly alarm: Alarm;
  private yielding = false;
  private reason: CallEnd | null = null;
  private resolveEnded: () => void = () => {};

  constructor(
    readonly deps: CallEngineDeps,
    readonly clock: Clock,
    readonly call: AdmittedCall,
    readonly transport: CallTransport,
    readonly live: LiveCall,
    private readonly people: { onCallerSound(frame: Uint8Array): void; close(): void },
    private readonly onChange: () => void,
  ) {
    this.record = deps.keeper.begin(call, transport.start.carrierCallId);
    this.work = new OneByOne(
      () => this.settle(),
      (error) => deps.onTrouble(error, 'a call went on after a failure of ours'),
    );
    this.timeline = new Timeline(clock, this.record, (work) => this.work.guard(work));
    this.ended = new Promise((resolve) => {
      this.resolveEnded = resolve;
    });
    this.cards = new CardWatch(this.timeline, () => this.part?.secret ?? false);
    this.floor = new Floor(clock.nowMs());
    this.current = new CurrentPart(
      clock,
      (work) => this.post(work),
      (error) => deps.onTrouble(error, 'a part of a call'),
    );
    this.alarm = new Alarm(clock, () => {
      this.post(() => this.mouth.tick());
      this.tellFloor({ type: 'tick' });
    });
    this.speaker = new Speaker(this);
    this.mouth = this.speaker.mouth;
    this.hearing = new Hearing(deps, call, clock, callerWriter(this.timeline), {
      post: (work) => this.post(work),
      tellFloor: (event) => {
        this.cards.hears(event);
        this.tellFloor(event);
      },
      secret: () => this.part?.secret ?? false,
      onNotHeard: (error) => this.notHeard(error),
      mayGoOn: () => this.floor.mayGoOn(clock.nowMs()),
    });
    this.keys = new Keys(this.timeline, this.hearing, () => this.part);
    this.bargeIns = new BargeIns(clock, this.timeline, this.mouth, this.hearing);
    this.flow = new FlowFollower(this, this);
    this.timeline.add({ kind: 'began' });
    this.post(() => this.flow.begin());
  }

  /** What the transport tells of the caller. */
  get listener(): CallListener {
    return {
      audio: (frame) => this.hear(frame),
      dtmf: (digit) => this.post(() => this.keys.press(digit)),
      mark: (name) => this.post(() => this.mouth.mark(name)),
      returned: () => this.post(() => this.part?.onReturned?.()),
      closed: (why) => this.post(() => this.closed(why)),
    };
  }

  // What parts of a call may do (Stage).

  sayLine(...said: Parameters<Stage['sayLine']>): string {
    return this.speaker.line(...said);
  }

  sayWords(...said: Parameters<Stage['sayWords']>): string {
    this.cards.says(said[0]);
    return this.speaker.words(...said);
  }

  saySound(...said: Parameters<Stage['saySound']>): string {
    return this.speaker.sound(...said);
  }

  speakAs(voice: CallVoice): void {
    this.speaker.speakAs(voice);
  }

  expect(what: Expected, task: HearingTask): void {
    this.cards.expect(what);
    this.floor.expect(what);
    this.hearing.expect(task);
  }

  holdFloor(): void {
    this.yielding = false;
    this.tellFloor({ type: 'reply-begins' });
  }

  yieldFloor(): void {
    this.yielding = true;
    this.onMade();
  }

  setDeaf(deaf: boolean): void {
    this.hearing.setDeaf(deaf);
  }

  listenLater(): void {
    this.hearing.setDeaf(true, { later: true });
  }

  handIn(): boolean {
    const hears = this.floor.hears;
    this.tellFloor({ type: 'handed-in' });
    return hears;
  }

  pressAhead(): boolean {
    return this.keys.pressAhead((press) => this.within(press));
  }

  forgetAhead(): void {
    this.keys.forgetAhead();
  }

  after(ms: number, wake: () => void): void {
    this.current.after(ms, wake);
  }

  tell(event: FlowEvent): boolean {
    return this.flow.tell(event);
  }

  trouble(what: CallEventOf<'trouble'>['what'], error: unknown): void {
    if (this.work.closed) return;
    const known = error instanceof ProblemError;
    this.timeline.add({
      kind: 'trouble',
      what,
      code: known ? error.code : 'internal',
      detail: known ? error.message : 'Something went wrong on our side.',
    });
    if (!known) this.deps.onTrouble(error, `trouble on a call: ${what}`);
  }

  hangUp(end: CallEnd): void {
    if (this.work.closed) return;
    this.reason ??= end;
    this.transport
      .hangUp()
      .catch((error: unknown) => this.deps.onTrouble(error, 'a call could not be hung up'));
    this.clock.at(this.clock.nowMs() + HANG_UP_MS, () => this.post(() => this.finish(end)));
  }

  changed(): void {
    this.onChange();
  }

  conversationBegan(conversationId: string): void {
    this.work.guard(() => this.record.conversation(conversationId));
  }

  within<Args extends unknown[]>(work: (...args: Args) => void): (...args: Args) => void {
    return this.current.within(work);
  }

  // What others do with the call.

  /** Does something in its turn. Nothing is done once the call is over. */
  post(work: () => void): void {
    this.work.post(work);
  }

  /** Ends with the flow's goodbye. */
  end(why: CallEnd): void {
    this.post(() => {
      if (this.part instanceof EndingPart) return;
      this.mouth.interrupt();
      this.enter(new EndingPart(this, goodbyeOf(this.call.flow.content), why));
    });
  }

  /** Ends now, whatever the carrier says. */
  abandon(why: CallEnd): void {
    this.post(() => {
      this.hangUp(why);
      this.finish(why);
    });
  }

  advise(advice: string): void {
    this.advice.push(advice);
    if (this.advice.length > MOST_ADVICE) this.advice.shift();
    this.part?.onAdvice?.(advice);
  }

  /** Something else takes the place of what is under way; our sound stops. Gives what it was about. */
  suspend(by: Part): string {
    const about = this.part?.summary?.() ?? '';
    if (this.part instanceof TransferPart) this.part.joined();
    this.mouth.interrupt();
    this.enter(by);
    return about;
  }

  // What happens on the call.

  /** What is under way; null: nothing yet, or nothing any more. */
  get part(): Part | null {
    return this.current.now;
  }

  /** Goes over to another part. */
  enter(part: Part): void {
    const before = this.current.end();
    this.setDeaf(false);
    if (!part.keepsKeys) this.keys.forgetAhead();
    if (before?.secret && !part.secret) this.timeline.resumeRecording();
    if (part.shows !== 'person') this.holdFloor();
    this.current.begin(part);
    this.cards.over();
  }

  private hear(frame: Uint8Array): void {
    if (this.work.closed) return;
    this.hearing.audio(frame);
    this.timeline.sound('caller', frame);
    this.people.onCallerSound(frame);
  }

  private notHeard(error: unknown): void {
    if (this.part?.goesUnheard?.(error)) return;
    this.trouble('recogniser', error);
    this.part?.onNotHeard?.();
  }

  tellFloor(event: FloorEvent): void {
    this.post(() => {
      for (const command of this.floor.on(event, this.clock.nowMs())) this.obey(command);
    });
  }

  private obey(command: FloorCommand): void {
    switch (command.type) {
      case 'pause':
        this.bargeIns.pause();
        return;
      case 'resume':
        this.bargeIns.resume();
        return;
      case 'interrupt':
        this.bargeIns.interrupt();
        this.yielding = false;
        this.part?.onInterrupt?.();
        return;
      case 'flush':
        this.hearing.flush();
        return;
      case 'turn':
        this.takeTurn(command);
        return;
      case 'reprompt':
        this.hearing.clear();
        this.reprompt(command.why, command.count);
        return;
      case 'give-up':
        this.hearing.clear();
        if (this.part?.onGaveUp) this.part.onGaveUp();
        else this.yieldFloor();
        return;
      case 'filler':
        this.speaker.bridge(this.part?.fillers ?? 'filler');
    }
  }

  private takeTurn(said: Extract<FloorCommand, { type: 'turn' }>): void {
    const turn = this.flow.fitted(this.hearing.take(said));
    this.cards.over();
    // Nothing new in another step than that in which it began.
    if (said.rest !== undefined && turn.text === '') {
      this.reprompt('not-understood', 1);
      return;
    }
    this.flow.heard(turn);
    this.speaker.answers.follow(turn, this.part?.answered ?? false);
    if (this.part?.onTurn) this.part.onTurn(turn);
    else this.yieldFloor();
  }

  private reprompt(why: 'not-understood' | 'silence', count: number): void {
    if (this.part?.onReprompt) this.part.onReprompt(why, count);
    else this.yieldFloor();
  }

  /** Our turn is over once every sound of it is there. */
  onMade(): void {
    if (!this.yielding || this.mouth.making) return;
    this.yielding = false;
    this.tellFloor({ type: 'reply-ends' });
  }

  /** After everything that happened at once. */
  private settle(): void {
    this.hearing.settle(this.floor);
    this.timeline.show({ floor: this.whoseFloor() });
    const { floor, mouth } = this;
    this.alarm.set(
      Math.min(
        floor.nextDeadlineMs() ?? Number.POSITIVE_INFINITY,
        mouth.nextDeadlineMs() ?? Number.POSITIVE_INFINITY,
      ),
    );
  }

  private whoseFloor(): 'caller' | 'agent' | 'person' | 'waiting' {
    if (this.part?.shows) return this.part.shows;
    return this.floor.hears || !this.floor.holds ? 'caller' : 'agent';
  }

  private closed(why: CallClosed): void {
    const ends: Record<CallClosed, CallEnd> = {
      'caller-hung-up': 'caller-hung-up',
      'we-hung-up': 'goodbye',
      transferred: 'transferred',
      lost: 'lost',
      'protocol-error': 'lost',
    };
    this.finish(this.reason ?? ends[why]);
  }

  private finish(end: CallEnd): void {
    if (this.work.closed) return;
    this.mouth.interrupt();
    this.current.end();
    this.alarm.set(Number.POSITIVE_INFINITY);
    this.hearing.close();
    this.people.close();
    const written = this.timeline.end(end, this.current.kept());
    this.work.closed = true;
    written
      .catch((error: unknown) => this.deps.onTrouble(error, 'the end of a call could not be kept'))
      .finally(this.resolveEnded);
    this.onChange();
  }
}
