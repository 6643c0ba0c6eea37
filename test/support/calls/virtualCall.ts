import type { AdmittedCall, CallKeeper, FixedLines, Party } from '../../../server/calls/contract.ts';
import { flowMachine } from '../../../server/calls/flows/flowMachine.ts';
import type { Answer, AnswerListener, Talk, Talks } from '../../../server/calls/replying/contract.ts';
import { openCallEngine } from '../../../server/calls/session/callEngine.ts';
import type { CallEngine, CallEngineDeps } from '../../../server/calls/session/contract.ts';
import type { SpokenSound, Voices } from '../../../server/calls/speaking/contract.ts';
import type { TurnAction } from '../../../server/dialogue/contract.ts';
import type { TurnOutcome } from '../../../server/dialogue/turn/request.ts';
import type { Asked } from '../../../server/dialogue/understanding/asked.ts';
import { ProblemError } from '../../../server/problem.ts';
import { VirtualClock } from '../../../server/simulator/virtual/virtualClock.ts';
import type { HeardEvent, HearingStream } from '../../../server/speech/recognition/contract.ts';
import { EventQueue } from '../../../server/speech/recognition/eventQueue.ts';
import type { LineListener } from '../../../server/speech/voiceActivity.ts';
import { Flow, type Line, type Step } from '../../../shared/calls/flow.ts';
import type { CallEnd, CallEvent, CallEventOf } from '../../../shared/calls/timeline.ts';
import { resolved } from '../../../shared/personalities/resolved.ts';
import { DEFAULT_PERSONALITY } from '../../../shared/personalities/templates.ts';
import { VirtualCarrier } from './virtualCarrier.ts';

/** Each word of ours is heard for so long. */
export const WORD_MS = 200;

/** What an agent does for one turn, step by step. */
export type AnswerStep =
  | { afterMs: number; say: string }
  /** Something that is done only if the turn still holds. */
  | { afterMs: number; effect: string }
  | { afterMs: number; fail: true };
export interface AnswerScript {
  steps: readonly AnswerStep[];
  action?: TurnAction;
}

export const line = (text: string): Line => ({ kind: 'text', text });

/** A flow in which a personality talks; what is given replaces or adds. */
export function talkFlow(more: { steps?: Record<string, Step>; announcement?: Line | null } = {}): Flow {
  return Flow.parse({
    start: 'talk',
    steps: {
      talk: {
        kind: 'personality',
        title: 'Talk',
        personalityId: null,
        greeting: line('Hello this is an AI'),
        transfer: 'people',
        next: null,
      },
      people: { kind: 'transfer', title: 'People', line: line('One moment'), to: 'people', otherwise: 'bye' },
      bye: { kind: 'goodbye', title: 'Bye', line: line('Goodbye then') },
      ...more.steps,
    },
    lines: {
      announcement: more.announcement ?? null,
      hold: line('Still with you'),
      trouble: line('Something went wrong'),
      silence: line('Are you there'),
      busy: line('Too busy'),
    },
  });
}

/** One call in virtual time: the engine is real, and what it asks outside of itself does what the test says. */
export class VirtualCall {
  readonly clock = new VirtualClock();
  readonly carrier: VirtualCarrier;
  readonly events: CallEvent[] = [];
  readonly sounds: { party: Party; atMs: number; bytes: number }[] = [];
  readonly recording: string[] = [];
  readonly troubles: unknown[] = [];
  /** What became of each answer: its history, and what it did. */
  readonly answers: {
    asked: string;
    text: string;
    whole: boolean | null;
    aborted: boolean;
    failed?: true;
    /** It takes the place of the one with this number, and only so much of it is new. */
    goesOn?: { begun: number; rest: string };
  }[] = [];
  /** The longest time for which we held the floor, the caller was silent, and nothing was heard. */
  longestSilenceMs = 0;
  readonly effects: { turn: number; name: string; atMs: number }[] = [];
  /** Every text whose sound was made, by the byte that its sound consists of. */
  readonly texts = new Map<number, string>();
  endedAs: CallEnd | null = null;
  script: (text: string) => AnswerScript = () => ({ steps: [{ afterMs: 0, say: 'All right.' }] });
  /** What each answer asks at its end. */
  asks: Asked = 'anything';
  /** What the recogniser does with a stream; `phrases`: it takes no dictation, `absent`: there is none for these words. */
  hears: 'words' | 'nothing' | 'fails' | 'phrases' | 'absent' | 'hangs' = 'words';
  voice: 'speaks' | 'fails' = 'speaks';
  voiceMs = 30;
  linesFail = false;
  linesMs = 0;
  talksFail = false;
  readonly streams: { queue: EventQueue<HeardEvent>; grammar: boolean; finished: boolean; bytes: number }[] =
    [];
  readonly engine: CallEngine;
  /** Whose speech is judged: the caller's, then that of each person who took over. */
  private readonly judged: { listener: LineListener; bytes: number }[] = [];
  private said = '';
  private counter = 0;
  private readonly given: Answer[] = [];

  /** `voices` speak in the place of the one that does what the test says. */
  constructor(
    flow: Flow = talkFlow(),
    { marks = 'given', voices }: { marks?: 'given' | 'never'; voices?: Voices } = {},
  ) {
    this.carrier = new VirtualCarrier(this.clock, marks);
    this.engine = openCallEngine(voices ? { ...this.deps(), voices } : this.deps());
    const call: AdmittedCall = {
      id: 'call-1',
      workspaceId: 'w',
      start: { carrier: 'twilio', from: '+12025550155', to: '+15005550100', direction: 'inbound' },
      flow: { id: 'flow-1', name: 'Main', version: 1, content: flow },
      personalityId: null,
      testedBy: null,
      timeZone: 'UTC',
    };
    this.carrier.listener = this.engine.answer(call, this.carrier);
  }

  /** Null once it is over. */
  get live() {
    return this.engine.live.find('w', 'call-1');
  }

  of<Kind extends CallEvent['kind']>(kind: Kind): CallEventOf<Kind>[] {
    return this.events.filter((event): event is CallEventOf<Kind> => event.kind === kind);
  }

  /** Everything that was heard of us, in words. */
  heardWords(): string {
    return this.of('spoken')
      .map(({ heard }) => heard)
      .filter((heard) => heard !== '')
      .join(' | ');
  }

  wait(ms: number): Promise<void> {
    return this.frames(ms);
  }

  private silentSinceMs: number | null = null;
  private callerSpeaks = false;

  speechStart(): void {
    this.callerSpeaks = true;
    this.judged[0]?.listener.onSpeechStart(this.clock.nowMs());
  }

  speechEnd(): void {
    this.callerSpeaks = false;
    this.judged[0]?.listener.onSpeechEnd(this.clock.nowMs());
  }

  interim(text: string): void {
    this.said = text;
    this.open()?.push({ type: 'interim', text });
  }

  final(text: string): void {
    this.said = '';
    this.open()?.push(finalOf(text));
  }

  /** Says something, as long as it takes. */
  async say(text: string, { ms = 800 } = {}): Promise<void> {
    this.speechStart();
    await this.wait(ms / 2);
    this.interim(text);
    await this.wait(ms / 2);
    this.speechEnd();
  }

  /** The person who took over last says something on their own line, as long as it takes. */
  async personSays(leg: VirtualCarrier, text: string, { ms = 800 } = {}): Promise<void> {
    const line = this.judged.at(-1)!;
    const lasts = async (forMs: number) => {
      for (let left = forMs; left >= 20; left -= 20) {
        await this.wait(20);
        leg.listener?.audio(new Uint8Array(160).fill(7));
      }
    };
    line.listener.onSpeechStart(line.bytes / 8);
    await lasts(ms / 2);
    this.interim(text);
    await lasts(ms / 2);
    line.listener.onSpeechEnd(line.bytes / 8);
  }

  key(digit: string): void {
    this.carrier.listener?.dtmf(digit);
  }

  hangUp(): void {
    this.carrier.listener?.closed('caller-hung-up');
  }

  async close(): Promise<void> {
    const closing = this.engine.close();
    await this.clock.advance(20_000);
    await closing;
  }

  /** Time goes by on the line: silence comes in frames. */
  private async frames(ms: number): Promise<void> {
    const frame = new Uint8Array(160).fill(0xff);
    let left = ms;
    for (; left >= 20; left -= 20) {
      await this.clock.advance(20);
      this.carrier.listener?.audio(frame);
      this.watch();
    }
    if (left > 0) await this.clock.advance(left);
  }

  private watch(): void {
    const now = this.clock.nowMs();
    const owed =
      this.endedAs === null &&
      !this.callerSpeaks &&
      !this.carrier.playing &&
      this.live?.state.floor === 'agent';
    if (!owed) this.silentSinceMs = null;
    else {
      this.silentSinceMs ??= now;
      this.longestSilenceMs = Math.max(this.longestSilenceMs, now - this.silentSinceMs);
    }
  }

  private open(): EventQueue<HeardEvent> | undefined {
    return this.streams.findLast(({ queue }) => queue.open)?.queue;
  }

  private sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.clock.at(this.clock.nowMs() + ms, resolve));
  }

  private async sound(text: string): Promise<SpokenSound> {
    const byte = 1 + (this.counter++ % 250);
    this.texts.set(byte, text);
    const words = [...text.matchAll(/\S+/g)].map((found, index) => ({
      endMs: (index + 1) * WORD_MS,
      charEnd: found.index + found[0].length,
    }));
    return {
      text,
      mulaw: new Uint8Array(words.length * WORD_MS * 8).fill(byte),
      words,
      source: { kind: 'voice', voiceId: 'v', voiceName: 'V', engineId: 'e', instead: null },
    };
  }

  private deps(): CallEngineDeps {
    const lines: FixedLines = {
      warm: () => undefined,
      warmFirst: async () => undefined,
      sound: async (_workspaceId, fixed) => {
        if (this.linesMs > 0) await this.sleep(this.linesMs);
        if (this.linesFail) throw new ProblemError('engine-unavailable', 'Nobody can speak.');
        const sound = await this.sound(fixed.kind === 'text' ? fixed.text : fixed.otherwise);
        return { ...sound, words: [] };
      },
    };
    const keeper: CallKeeper = {
      begin: () => ({
        event: (event) => this.events.push(event),
        sound: (party, mulaw, atMs) => this.sounds.push({ party, atMs, bytes: mulaw.length }),
        startRecording: () => this.recording.push('start'),
        pauseRecording: () => this.recording.push('pause'),
        resumeRecording: () => this.recording.push('resume'),
        conversation: () => undefined,
        end: async (end) => {
          this.endedAs = end;
        },
      }),
    };
    return {
      clock: this.clock,
      voiceActivity: {
        version: '1',
        open: (listener) => {
          const line = { listener, bytes: 0 };
          this.judged.push(line);
          return {
            push: (frame) => {
              line.bytes += frame.length;
            },
            backlogMs: 0,
            close: () => undefined,
          };
        },
        close: async () => undefined,
      },
      recognition: { stream: (request) => this.stream(request.grammar !== undefined, request.signal) },
      voices: {
        of: () => ({
          speak: async (text, signal) => {
            await this.sleep(this.voiceMs);
            signal.throwIfAborted();
            if (this.voice === 'fails') throw new ProblemError('engine-unavailable', 'The voice is away.');
            return this.sound(text);
          },
        }),
      },
      talks: this.talks(),
      lines,
      keeper,
      machine: async ({ flow }) =>
        flowMachine(flow.content, { now: () => new Date(0), timeZone: 'UTC', isOpen: () => true }),
      onTrouble: (error) => this.troubles.push(error),
    };
  }

  private stream(grammar: boolean, signal: AbortSignal): HearingStream {
    const queue = new EventQueue<HeardEvent>();
    const it = { queue, grammar, finished: false, bytes: 0 };
    this.streams.push(it);
    signal.addEventListener('abort', () => queue.fail(signal.reason));
    return {
      push: (samples) => {
        it.bytes += samples.length;
        if (this.hears === 'fails') queue.fail(new ProblemError('engine-unavailable', 'It is away.'));
        if (this.hears === 'absent' || (this.hears === 'phrases' && !grammar))
          queue.fail(new ProblemError('no-recogniser', 'Nobody listens here.'));
      },
      flush: () => undefined,
      finish: () => {
        it.finished = true;
        if (this.hears === 'hangs') return;
        if (this.hears === 'words' && this.said !== '') queue.push(finalOf(this.said));
        this.said = '';
        queue.end();
      },
      events: queue,
    };
  }

  private talks(): Talks {
    return {
      open: async ({ disclosed }) => {
        if (this.talksFail) throw new ProblemError('timeout', 'The database did not answer in time.');
        let told = disclosed;
        const asks = () => this.asks;
        const talk: Talk = {
          personality: resolved({ id: null, versionId: null, number: 0 }, DEFAULT_PERSONALITY),
          conversationId: null,
          get asked() {
            return asks();
          },
          greeted: () => {
            told = true;
          },
          answer: (text, listener, goesOn) => {
            const answer = this.answer(text, listener, told);
            const begun = goesOn ? this.given.indexOf(goesOn.begun) : -1;
            if (goesOn) this.answers.at(-1)!.goesOn = { begun, rest: goesOn.rest };
            this.given.push(answer);
            return answer;
          },
          advise: () => undefined,
          orderDigits: [],
          expected: () => ({ said: 'anything' }),
          summary: () => 'They asked for something.',
          close: async () => undefined,
        };
        return talk;
      },
    };
  }

  private answer(text: string, listener: AnswerListener, told: boolean): Answer {
    const number = this.answers.length;
    const kept: VirtualCall['answers'][number] = { asked: text, text: '', whole: null, aborted: false };
    this.answers.push(kept);
    const { steps, action } = this.script(text);
    const understanding = {
      intent: 'faq' as const,
      confidence: 1,
      sentiment: { score: 0, label: 'neutral' as const },
    };
    const run = async () => {
      listener.onTurn({ turnId: `turn-${number}`, conversationId: 'conversation-1' });
      listener.onEvent({ kind: 'understood', understanding });
      let all = '';
      let index = 0;
      const say = (words: string) => {
        all += `${words} `;
        listener.onEvent({ kind: 'sentence', index: index++, text: `${words} ` });
      };
      if (!told) say('I am an AI.');
      for (const step of steps) {
        await this.sleep(step.afterMs);
        if (kept.aborted) break;
        if ('say' in step) say(step.say);
        else if ('effect' in step)
          this.effects.push({ turn: number, name: step.effect, atMs: this.clock.nowMs() });
        else {
          kept.failed = true;
          return listener.onFailed(new ProblemError('timeout', 'The database did not answer in time.'));
        }
      }
      const outcome: TurnOutcome = {
        text: all.trim(),
        end: kept.aborted ? 'aborted' : 'complete',
        understanding,
        agent: { id: 'script', name: 'Script', version: '1' },
        memory: undefined,
        facts: [],
        actions: action && !kept.aborted ? [action] : [],
        calls: [],
        usage: { inputTokens: 0, outputTokens: 0 },
        cached: false,
        answer: null,
        problem: null,
      };
      listener.onEnded(outcome);
    };
    void run();
    return {
      abort: () => {
        kept.aborted = true;
      },
      heard: (words, whole) => {
        kept.text = words;
        kept.whole = whole;
      },
    };
  }
}

function finalOf(text: string): HeardEvent {
  return {
    type: 'final',
    text,
    startMs: 0,
    endMs: 0,
    words: [],
    confidence: 0.9,
    endOfUtterance: true,
    engine: { id: 'scripted', version: '1' },
  };
}
