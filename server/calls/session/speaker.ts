import type { Line } from '../../../shared/calls/flow.ts';
import type { LineSource } from '../../../shared/calls/timeline.ts';
import { ProblemError } from '../../problem.ts';
import type { CallVoice, SpokenSound } from '../speaking/contract.ts';
import { Mouth, type Purpose, type Said, type Saying } from '../speaking/mouth.ts';
import { comfortTone } from '../speaking/tone.ts';
import type { FloorEvent } from '../turns/floorEvents.ts';
import { AnswerWatch } from './answerWatch.ts';
import { fixedLine } from './fixedLine.ts';
import type { Part, Stage } from './stage.ts';

/** A line that fills a silence is there within so long, or a tone is heard instead. */
const LINE_MS = 1_000;
/** Fillers and words that something is wrong are heard as a tone where nobody can speak. */
const TONED: ReadonlySet<Purpose> = new Set(['filler', 'hold', 'trouble', 'reprompt']);

/** The call on which it is said. */
export interface SpeakingCall extends Pick<Stage, 'deps' | 'call' | 'clock' | 'timeline' | 'transport'> {
  after: Stage['after'];
  trouble: Stage['trouble'];
  /** What is under way, which is told what became of its words. */
  readonly part: Part | null;
  /** Runs what comes from outside behind whatever is being done. */
  post(work: () => void): void;
  tellFloor(event: FloorEvent): void;
  /** Every sound that is wanted is there. */
  onMade(): void;
}

/** What is said on one call: fixed lines, words in the voice of whoever talks, and what fills a silence. */
export class Speaker {
  readonly mouth: Mouth;
  readonly answers: AnswerWatch;
  private voice: CallVoice;
  private readonly substituted = new Set<string>();

  constructor(private readonly stage: SpeakingCall) {
    this.voice = stage.deps.voices.of(stage.call, null);
    this.answers = new AnswerWatch(stage.clock, stage.timeline);
    this.mouth = new Mouth(stage.transport, stage.clock, {
      onSpeaks: () => stage.tellFloor({ type: 'agent-speaks' }),
      onSilent: () => stage.tellFloor({ type: 'agent-silent' }),
      onSent: (saying) =>
        stage.post(() => {
          this.answers.sent(saying.id);
          stage.part?.onSent?.(saying);
        }),
      onBegun: (saying, firstMs) => {
        this.answers.begun(saying.id, firstMs);
        stage.part?.onBegun?.(saying, firstMs);
      },
      onSaid: (said) => this.said(said),
      onFailed: (_saying, error) => stage.trouble('voice', error),
      onMade: () => stage.post(() => stage.onMade()),
      onSound: (mulaw, atMs) => stage.timeline.sound('agent', mulaw, atMs),
      inTurn: (work) => stage.post(work),
    });
  }

  speakAs(voice: CallVoice): void {
    this.voice = voice;
  }

  line(line: Line, purpose: Purpose, { first = false } = {}): string {
    const { stage } = this;
    return this.say({
      text: line.kind === 'text' ? line.text : line.otherwise,
      purpose,
      turnId: null,
      first,
      sound: async (signal) => {
        try {
          const sound = await fixedLine(stage.deps.lines, stage.call, line, signal);
          stage.post(() => this.noteSubstitute(line, sound.source));
          return sound;
        } catch (error) {
          if (signal.aborted || !TONED.has(purpose)) throw error;
          stage.post(() => stage.trouble('voice', error));
          const code = error instanceof ProblemError ? error.code : 'internal';
          return comfortTone({ what: purpose, code, reason: 'Nobody could speak.' });
        }
      },
    });
  }

  words(text: string, purpose: Purpose, turnId: string | null = null): string {
    return this.say({ ...this.saying(text, purpose), turnId });
  }

  sound(sound: SpokenSound, purpose: Purpose): string {
    return this.say({ text: sound.text, purpose, turnId: null, sound: async () => sound });
  }

  /** Words in the voice of whoever talks now, for whoever is to hear them. */
  saying(text: string, purpose: Purpose): Saying {
    const { voice } = this;
    return { text, purpose, turnId: null, sound: (signal) => voice.speak(text, signal) };
  }

  /** Fills a silence of ours. A line whose sound is late is not waited for by the next one. */
  bridge(purpose: 'filler' | 'hold'): void {
    const { stage, mouth } = this;
    if (!mouth.bridging) {
      this.line(stage.call.flow.content.lines.hold, purpose, { first: true });
      stage.after(LINE_MS, () => {
        if (mouth.bridging) this.bridge(purpose);
      });
      return;
    }
    const sound = comfortTone({ what: purpose, code: 'timeout', reason: 'The line was not there in time.' });
    mouth.say({ text: '', purpose, turnId: null, first: true, sound: async () => sound });
  }

  private say(saying: Saying): string {
    const id = this.mouth.say(saying);
    this.answers.says(id, saying.purpose);
    return id;
  }

  private said(said: Said): void {
    const { text, heard, whole, purpose, source, turnId, startMs, endMs, words } = said;
    const { timeline, part } = this.stage;
    if (source)
      timeline.add(
        { kind: 'spoken', text, heard, ...timeline.timed(words), whole, purpose, source, turnId },
        { fromMs: startMs, endMs },
      );
    part?.onSaid?.(said);
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
    const detail = `${what}: ${reason} ${heard}`;
    this.stage.timeline.add({ kind: 'trouble', what: 'slot', code, detail });
  }
}
