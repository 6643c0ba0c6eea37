import type { Line } from '../../../shared/calls/flow.ts';
import type { LineSource } from '../../../shared/calls/timeline.ts';
import { ProblemError } from '../../problem.ts';
import type { CallVoice, SpokenSound } from '../speaking/contract.ts';
import type { Mouth, Purpose, Saying } from '../speaking/mouth.ts';
import { comfortTone } from '../speaking/tone.ts';
import { fixedLine } from './fixedLine.ts';
import type { Stage } from './stage.ts';

/** A line that fills a silence is there within so long, or a tone is heard instead. */
const LINE_MS = 1_000;
/** Fillers and words that something is wrong are heard as a tone where nobody can speak. */
const TONED: ReadonlySet<Purpose> = new Set(['filler', 'hold', 'trouble', 'reprompt']);

/** What is said on one call: fixed lines, words in the voice of whoever talks, and what fills a silence. */
export class Speaker {
  private voice: CallVoice;
  private readonly substituted = new Set<string>();

  constructor(
    private readonly stage: Pick<Stage, 'deps' | 'call' | 'timeline' | 'after' | 'trouble'>,
    private readonly mouth: Mouth,
    private readonly post: (work: () => void) => void,
  ) {
    this.voice = stage.deps.voices.of(stage.call, null);
  }

  speakAs(voice: CallVoice): void {
    this.voice = voice;
  }

  line(line: Line, purpose: Purpose, { first = false } = {}): string {
    const { stage } = this;
    return this.mouth.say({
      text: line.kind === 'text' ? line.text : line.otherwise,
      purpose,
      turnId: null,
      first,
      sound: async (signal) => {
        try {
          const sound = await fixedLine(stage.deps.lines, stage.call, line, signal);
          this.post(() => this.noteSubstitute(line, sound.source));
          return sound;
        } catch (error) {
          if (signal.aborted || !TONED.has(purpose)) throw error;
          this.post(() => stage.trouble('voice', error));
          const code = error instanceof ProblemError ? error.code : 'internal';
          return comfortTone({ what: purpose, code, reason: 'Nobody could speak.' });
        }
      },
    });
  }

  words(text: string, purpose: Purpose, turnId: string | null = null): string {
    return this.mouth.say({ ...this.saying(text, purpose), turnId });
  }

  sound(sound: SpokenSound, purpose: Purpose): string {
    return this.mouth.say({ text: sound.text, purpose, turnId: null, sound: async () => sound });
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
