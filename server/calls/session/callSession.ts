import type { Line } from '../../../shared/calls/flow.ts';
import type { CallEnd, CallEventOf, LineSource } from '../../../shared/calls/timeline.ts';
import { ProblemError } from '../../problem.ts';
import type { CallClosed, CallListener, CallTransport } from '../../telephony/callTransport.ts';
import { actorOf } from '../caller.ts';
import type { Clock } from '../clock.ts';
import type { AdmittedCall, FlowCommand, FlowEvent, LiveCall } from '../contract.ts';
import { goodbyeOf } from '../flows/flowMachine.ts';
import { Ears, type HearingTask } from '../listening/ears.ts';
import type { CallVoice, SpokenSound } from '../speaking/contract.ts';
import { Mouth, type Purpose, type Said, type Saying } from '../speaking/mouth.ts';
import { comfortTone } from '../speaking/tone.ts';
import { type Expected, Floor, type FloorCommand, type FloorEvent } from '../turns/floor.ts';
import type { CallEngineDeps, FlowMachine } from './contract.ts';
import { fixedLine } from './fixedLine.ts';
import { AskPart } from './parts/ask.ts';
import { EndingPart } from './parts/ending.ts';
import { AnnouncementPart, SayPart } from './parts/say.ts';
import { TalkPart } from './parts/talk.ts';
import { TransferPart } from './parts/transfer.ts';
import { VoicemailPart } from './parts/voicemail.ts';
import type { CallerTurn, Part, Stage } from './stage.ts';
import { Timeline } from './timeline.ts';
import { Understood } from './understood.ts';

/** A carrier that does not say that a call is over is not waited for longer. */
const HANG_UP_MS = 3_000;
/** A line that fills a silence is there within so long, or a tone is heard instead. */
const LINE_MS = 1_000;
const MOST_ADVICE = 20;
/** What was said before it was asked answers the question for so long. */
const EARLY_MS = 6_000;
/** Fillers and words that something is wrong are heard as a tone where nobody can speak. */
const TONED: ReadonlySet<Purpose> = new Set(['filler', 'hold', 'trouble', 'reprompt']);

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
  private readonly record;
  private readonly floor: Floor;
  private readonly ears: Ears;
  private readonly mouth: Mouth;
  private voice: CallVoice;
  private machine: FlowMachine | null = null;
  private part: Part | null = null;
  /** What comes of an earlier part is nothing to a later one. */
  private partNumber = 0;
  private readonly partTimers = new Set<() => void>();
  private readonly queue: (() => void)[] = [];
  private running = false;
  private deaf = false;
  private yielding = false;
  private disarm: (() => void) | null = null;
  private armedMs = Number.POSITIVE_INFINITY;
  private readonly understood: Understood;
  private early: { turn: CallerTurn; atMs: number } | null = null;
  private readonly substituted = new Set<string>();
  private pausedMs = 0;
  private flushedMs = 0;
  private reason: CallEnd | null = null;
  private over = false;
  private resolveEnded: () => void = () => {};
  private readonly closing: Promise<void>[] = [];

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
    this.timeline = new Timeline(clock, this.record, (work) => this.guard(work));
    this.ended = new Promise((resolve) => {
      this.resolveEnded = resolve;
    });
    this.floor = new Floor(clock.nowMs());
    this.understood = new Understood(clock);
    this.voice = deps.voices.of(call, null);
    this.mouth = new Mouth(transport, clock, {
      onSpeaks: () => this.tellFloor({ type: 'agent-speaks' }),
      onSilent: () => this.tellFloor({ type: 'agent-silent' }),
      onSent: (saying) => this.post(() => this.part?.onSent?.(saying)),
      onBegun: (saying, firstMs) => this.part?.onBegun?.(saying, firstMs),
      onSaid: (said) => this.said(said),
      onFailed: (_saying, error) => this.trouble('voice', error),
      onMade: () => this.post(() => this.maybeYield()),
      onSound: (mulaw, atMs) => this.timeline.sound('agent', mulaw, atMs),
      inTurn: (work) => this.post(work),
    });
    this.ears = new Ears(
      deps.voiceActivity,
      deps.recognition,
      {
        workspaceId: call.workspaceId,
        language: call.flow.content.language,
        use: { purpose: 'call', actor: actorOf(call), callId: call.id },
      },
      {
        onSpeechStart: (soundMs) => this.post(() => this.speechStarts(soundMs)),
        onSpeechEnd: (soundMs) => this.post(() => this.speechEnds(soundMs)),
        onInterim: (text) => this.post(() => this.hearInterim(text)),
        onFinal: (final) =>
          this.post(() => {
            if (this.deaf) return;
            const words = final.words.map(({ text, startMs, endMs }) => ({
              text,
              startMs: this.clockOf(startMs),
              endMs: this.clockOf(endMs),
            }));
            this.understood.final({ ...final, words });
            this.tellFloor({ type: 'final', text: final.text });
          }),
        onFlushed: () => this.tellFloor({ type: 'flushed' }),
        onTrouble: (error) =>
          this.post(() => {
            // Where a person talks with the caller, words are taken down if something here can.
            const missed = error instanceof ProblemError && error.code === 'no-recogniser';
            if (missed && this.part?.shows === 'person') return;
            this.trouble('recogniser', error);
            this.part?.onNotHeard?.();
          }),
      },
    );
    this.timeline.add({ kind: 'began' });
    this.post(() => this.begin());
  }

  /** What the transport tells of the caller. */
  get listener(): CallListener {
    return {
      audio: (frame) => this.hear(frame),
      dtmf: (digit) => this.post(() => this.press(digit)),
      mark: (name) => this.post(() => this.mouth.mark(name)),
      closed: (why) => this.post(() => this.closed(why)),
    };
  }

  // What parts of a call may do (Stage).

  sayLine(line: Line, purpose: Purpose, { first = false } = {}): string {
    const { deps, call } = this;
    return this.mouth.say({
      text: line.kind === 'text' ? line.text : line.otherwise,
      purpose,
      turnId: null,
      first,
      sound: async (signal) => {
        try {
          const sound = await fixedLine(deps.lines, call, line, signal);
          this.post(() => this.noteSubstitute(line, sound.source));
          return sound;
        } catch (error) {
          if (signal.aborted || !TONED.has(purpose)) throw error;
          this.post(() => this.trouble('voice', error));
          const code = error instanceof ProblemError ? error.code : 'internal';
          return comfortTone({ what: purpose, code, reason: 'Nobody could speak.' });
        }
      },
    });
  }

  sayWords(text: string, purpose: Purpose, turnId: string | null = null): string {
    const { voice } = this;
    return this.mouth.say({ text, purpose, turnId, sound: (signal) => voice.speak(text, signal) });
  }

  saySound(sound: SpokenSound, purpose: Purpose): string {
    return this.mouth.say({ text: sound.text, purpose, turnId: null, sound: async () => sound });
  }

  speakAs(voice: CallVoice): void {
    this.voice = voice;
  }

  expect(what: Expected, task: HearingTask): void {
    this.floor.expect(what);
    this.ears.expect(task);
  }

  holdFloor(): void {
    this.yielding = false;
    this.tellFloor({ type: 'reply-begins' });
  }

  yieldFloor(): void {
    this.yielding = true;
    this.maybeYield();
  }

  setDeaf(deaf: boolean): void {
    this.deaf = deaf;
    if (!deaf) return;
    this.ears.forget();
    this.tellFloor({ type: 'deafened' });
  }

  after(ms: number, wake: () => void): void {
    const cancel = this.clock.at(
      this.clock.nowMs() + ms,
      this.within(() => {
        this.partTimers.delete(cancel);
        wake();
      }),
    );
    this.partTimers.add(cancel);
  }

  tell(event: FlowEvent): boolean {
    const commands = this.machine?.on(event) ?? [];
    for (const command of commands) this.follow(command);
    return commands.length > 0;
  }

  trouble(what: CallEventOf<'trouble'>['what'], error: unknown): void {
    if (this.over) return;
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
    if (this.over) return;
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
    this.guard(() => this.record.conversation(conversationId));
  }

  within<Args extends unknown[]>(work: (...args: Args) => void): (...args: Args) => void {
    const number = this.partNumber;
    return (...args) =>
      this.post(() => {
        if (number === this.partNumber) work(...args);
      });
  }

  // What others do with the call.

  /** Does something in its turn. Nothing is done once the call is over. */
  post(work: () => void): void {
    this.queue.push(work);
    if (this.running) return;
    this.running = true;
    for (let next = this.queue.shift(); next; next = this.queue.shift()) {
      if (!this.over) this.guard(next);
      if (this.queue.length === 0 && !this.over) this.guard(() => this.settle());
    }
    this.running = false;
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

  /** Goes on with what was suspended. */
  goOn(): void {
    const waiting = this.machine?.waiting;
    if (!waiting) this.tell({ type: 'begin' });
    else if (waiting.type === 'transfer') this.tell({ type: 'transfer-over', joined: false });
    else this.follow(waiting, true);
  }

  // What happens on the call.

  private begin(): void {
    const { content } = this.call.flow;
    this.deps.machine(this.call).then(
      (machine) =>
        this.post(() => {
          this.machine = machine;
          if (content.lines.announcement)
            this.enter(new AnnouncementPart(this, () => this.tell({ type: 'begin' })));
          else this.tell({ type: 'begin' });
        }),
      (error: unknown) =>
        this.post(() => {
          this.trouble('database', error);
          this.enter(new EndingPart(this, content.lines.trouble, 'failed'));
        }),
    );
  }

  private hear(frame: Uint8Array): void {
    if (this.over) return;
    this.ears.audio(frame);
    this.timeline.sound('caller', frame, this.clock.nowMs() - frame.length / 8);
    this.people.onCallerSound(frame);
  }

  private speechStarts(soundMs: number): void {
    if (this.deaf) return;
    this.ears.listen(soundMs);
    this.understood.begins(this.clockOf(soundMs));
    this.tellFloor({ type: 'speech-start' });
  }

  private speechEnds(soundMs: number): void {
    if (!this.deaf) this.tellFloor({ type: 'speech-end', endedMs: this.clockOf(soundMs) });
  }

  private hearInterim(text: string): void {
    if (this.deaf) return;
    if (!this.part?.secret) this.timeline.show({ interim: text });
    this.tellFloor({ type: 'interim', text });
  }

  private press(digit: string): void {
    this.timeline.add({ kind: 'key', digit: this.part?.secret ? '•' : digit });
    if (this.deaf) return;
    this.ears.forget();
    this.tellFloor({ type: 'key', digit });
  }

  private tellFloor(event: FloorEvent): void {
    this.post(() => {
      for (const command of this.floor.on(event, this.clock.nowMs())) this.obey(command);
    });
  }

  private obey(command: FloorCommand): void {
    switch (command.type) {
      case 'pause':
        this.pausedMs = this.clock.nowMs();
        this.mouth.pause();
        return;
      case 'resume':
        this.mouth.resume();
        this.bargeIn('resumed');
        return;
      case 'interrupt':
        this.mouth.interrupt();
        this.bargeIn('interrupted');
        this.yielding = false;
        this.part?.onInterrupt?.();
        return;
      case 'flush':
        this.flushedMs = this.clock.nowMs();
        this.ears.flush();
        return;
      case 'turn':
        this.takeTurn(command);
        return;
      case 'reprompt':
        this.understood.clear();
        this.timeline.show({ interim: '' });
        if (this.part?.shows !== 'person')
          this.timeline.add({ kind: 'reprompt', why: command.why, count: command.count });
        if (this.part?.onReprompt) this.part.onReprompt(command.why, command.count);
        else this.yieldFloor();
        return;
      case 'give-up':
        if (this.part?.onGaveUp) this.part.onGaveUp();
        else this.yieldFloor();
        return;
      case 'filler':
        this.bridge(this.part?.fillers ?? 'filler');
    }
  }

  /** Fills a silence of ours. A line whose sound is late is not waited for by the next one. */
  private bridge(purpose: 'filler' | 'hold'): void {
    if (!this.mouth.bridging) {
      this.sayLine(this.call.flow.content.lines.hold, purpose, { first: true });
      this.after(LINE_MS, () => {
        if (this.mouth.bridging) this.bridge(purpose);
      });
      return;
    }
    const sound = comfortTone({ what: purpose, code: 'timeout', reason: 'The line was not there in time.' });
    this.mouth.say({ text: '', purpose, turnId: null, first: true, sound: async () => sound });
  }

  private bargeIn(outcome: 'interrupted' | 'resumed'): void {
    if (this.pausedMs === 0) return;
    const reactionMs = Math.max(0, Math.round(this.pausedMs - (this.understood.sinceMs ?? this.pausedMs)));
    this.timeline.add({ kind: 'barge-in', outcome, reactionMs }, { fromMs: this.pausedMs });
    this.pausedMs = 0;
  }

  private takeTurn({ text, keys, speechEndedMs }: Extract<FloorCommand, { type: 'turn' }>): void {
    const now = this.clock.nowMs();
    const secret = this.part?.secret ?? false;
    const certainMs = keys || this.flushedMs < speechEndedMs ? now : this.flushedMs;
    const turn: CallerTurn = { text, keys, endedMs: speechEndedMs, certainMs };
    const { beganMs, confidence, engineId, words } = this.understood.take(speechEndedMs);
    this.timeline.show({ interim: '' });
    this.timeline.add(
      {
        kind: 'heard',
        text: secret ? '' : text,
        ...(keys || secret ? {} : this.timeline.timed(words)),
        confidence: keys ? null : confidence,
        engineId: keys ? null : engineId,
        keys,
        secret,
      },
      { fromMs: keys ? speechEndedMs : beganMs, endMs: speechEndedMs },
    );
    this.early = { turn, atMs: now };
    if (this.part?.onTurn) this.part.onTurn(turn);
    else this.yieldFloor();
  }

  private said(said: Said): void {
    const { text, heard, whole, purpose, source, turnId, startMs, endMs, words } = said;
    if (source)
      this.timeline.add(
        { kind: 'spoken', text, heard, ...this.timeline.timed(words), whole, purpose, source, turnId },
        { fromMs: startMs, endMs },
      );
    this.part?.onSaid?.(said);
  }

  /** Does what the flow wants next. */
  private follow(command: FlowCommand, goesOn = false): void {
    const early = this.takeEarly();
    switch (command.type) {
      case 'step': {
        const { stepId, step, title } = command;
        this.early = early && { turn: early, atMs: this.clock.nowMs() };
        this.timeline.add({ kind: 'step', stepId, step, title });
        return;
      }
      case 'collected':
        this.collected(command);
        return;
      default:
        this.enter(this.partOf(command, early, goesOn));
    }
  }

  private partOf(
    command: Exclude<FlowCommand, { type: 'step' | 'collected' }>,
    early: CallerTurn | null,
    goesOn: boolean,
  ): Part {
    // Only what was said over a line that asks nothing is an answer to what comes behind it.
    const said = this.part instanceof SayPart ? early : null;
    switch (command.type) {
      case 'say':
        return new SayPart(this, command);
      case 'ask':
        return new AskPart(this, command, said);
      case 'talk':
        return new TalkPart(this, command, { early: said?.keys ? null : said, goesOn });
      case 'transfer':
        return new TransferPart(this, command, this.part?.summary?.() ?? '');
      case 'voicemail':
        return new VoicemailPart(this, command);
      case 'end':
        return new EndingPart(this, command.line, command.end);
    }
  }

  /** Something else is heard than what is to be heard of a slot: said once for each. */
  private noteSubstitute(line: Line, source: LineSource): void {
    if (line.kind !== 'slot' || source.kind === 'person' || !source.instead) return;
    const { what, code, reason } = source.instead;
    if (this.substituted.has(what)) return;
    this.substituted.add(what);
    const heard =
      source.kind === 'slot'
        ? 'What was live there before is heard instead.'
        : `${source.voiceName} speaks instead.`;
    this.timeline.add({ kind: 'trouble', what: 'slot', code, detail: `${what}: ${reason} ${heard}` });
  }

  private takeEarly(): CallerTurn | null {
    const { early } = this;
    this.early = null;
    return early && this.clock.nowMs() - early.atMs < EARLY_MS ? early.turn : null;
  }

  private collected({ name, value, confirmed, secret }: Extract<FlowCommand, { type: 'collected' }>): void {
    this.timeline.add({ kind: 'collected', name, value: secret ? '•••' : value, confirmed });
    const score = Number(value);
    if (name === 'satisfaction' && Number.isInteger(score) && score >= 1 && score <= 5)
      this.timeline.add({ kind: 'satisfaction', score });
  }

  private enter(part: Part): void {
    const before = this.part;
    this.partNumber++;
    for (const cancel of this.partTimers) cancel();
    this.partTimers.clear();
    this.part = null;
    this.setDeaf(false);
    const kept = before?.stop?.();
    if (kept)
      this.closing.push(kept.catch((error: unknown) => this.deps.onTrouble(error, 'a part of a call')));
    if (before?.secret && !part.secret) this.timeline.resumeRecording();
    this.part = part;
    if (part.shows !== 'person') this.holdFloor();
    part.begin();
  }

  private maybeYield(): void {
    if (!this.yielding || this.mouth.making) return;
    this.yielding = false;
    this.tellFloor({ type: 'reply-ends' });
  }

  /** After everything that happened at once. */
  private settle(): void {
    const { floor, ears } = this;
    // Attention alone, or nothing: the floor has forgotten it.
    if (ears.hearing && !floor.hears && !ears.speaking) ears.release();
    // Somebody who spoke through all of our words is listened to now.
    if (ears.speaking && !ears.hearing && !this.deaf && !floor.holds && !floor.hears)
      this.speechStarts(ears.soundMs);
    this.timeline.show({ floor: this.whoseFloor() });
    this.arm();
  }

  private whoseFloor(): 'caller' | 'agent' | 'person' | 'waiting' {
    if (this.part?.shows) return this.part.shows;
    return this.floor.hears || !this.floor.holds ? 'caller' : 'agent';
  }

  private arm(): void {
    const times = [this.floor.nextDeadlineMs(), this.mouth.nextDeadlineMs()].filter((ms) => ms !== null);
    const next = Math.min(...times, Number.POSITIVE_INFINITY);
    if (next === this.armedMs && this.disarm) return;
    this.disarm?.();
    this.disarm = null;
    this.armedMs = next;
    if (next === Number.POSITIVE_INFINITY) return;
    this.disarm = this.clock.at(next, () => {
      this.disarm = null;
      this.post(() => this.mouth.tick());
      this.tellFloor({ type: 'tick' });
    });
  }

  /** A time of the caller's sound, by the clock. */
  private clockOf(soundMs: number): number {
    return this.clock.nowMs() - Math.max(0, this.ears.soundMs - soundMs);
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
    if (this.over) return;
    this.mouth.interrupt();
    const kept = this.part?.stop?.();
    if (kept) this.closing.push(kept);
    this.part = null;
    this.partNumber++;
    for (const cancel of this.partTimers) cancel();
    this.disarm?.();
    this.ears.close();
    this.people.close();
    const written = this.timeline.end(
      end,
      Promise.allSettled(this.closing).then(() => undefined),
    );
    this.over = true;
    written
      .catch((error: unknown) => this.deps.onTrouble(error, 'the end of a call could not be kept'))
      .finally(this.resolveEnded);
    this.onChange();
  }

  /** Nothing that fails within a call ends others. */
  private guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.deps.onTrouble(error, 'a call went on after a failure of ours');
    }
  }

  /** Speaks to somebody else than the caller. */
  sayingOf(text: string): Saying {
    const { voice } = this;
    return { text, purpose: 'person', turnId: null, sound: (signal) => voice.speak(text, signal) };
  }
}
