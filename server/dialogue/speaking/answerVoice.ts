import { ProblemError } from '../../problem.ts';
import type { Fallback, LiveRequest, Master, Speech } from '../../speech/contract.ts';
import { speakable } from './speakable.ts';

/** Sentences that are synthesised at once: the one that is waited for, and the one behind it. */
const AHEAD = 2;
/** An answer is no longer waited for after this, in ms: a slow voice is passed over. */
const FIRST_SOUND_MS = 8_000;

/** A sentence as it is heard. */
export interface SpokenSentence {
  index: number;
  mp3: Buffer;
  durationMs: number;
}

export type VoiceRequest = Omit<LiveRequest, 'text' | 'signal' | 'deadlineMs'>;

export interface AnswerVoiceOptions {
  speech: Pick<Speech, 'speakLive' | 'encode'>;
  /** Whose voice a sentence is to have, and how it speaks. */
  requestFor(sentence: string): Promise<VoiceRequest>;
  signal: AbortSignal;
  /** In the order of the sentences. */
  onSpoken(sentence: SpokenSentence): void;
  /** Once; the voice says nothing more then. */
  onFailed(problem: ProblemError): void;
}

/** The whole answer as it was spoken. */
export interface SpokenAnswer {
  mp3: Buffer;
  durationMs: number;
  engine: string;
  voice: { id: string; name: string };
  fallback: Fallback | null;
}

/** Speaks an answer sentence by sentence while it is still being written. */
export class AnswerVoice {
  private readonly options: AnswerVoiceOptions;
  private readonly waiting: { index: number; text: string }[] = [];
  private readonly spoken: Master[] = [];
  private running = 0;
  /** Everything said before is given before what comes next. */
  private order: Promise<void> = Promise.resolve();
  private failed = false;
  private idle: (() => void) | null = null;

  constructor(options: AnswerVoiceOptions) {
    this.options = options;
  }

  say(index: number, words: string): void {
    const text = speakable(words);
    if (text === null || this.failed) return;
    this.waiting.push({ index, text });
    this.next();
  }

  /** All of it once it has been spoken; null when nothing was. Without what failed, and what came behind that. */
  async whole(): Promise<SpokenAnswer | null> {
    while (this.running > 0 || this.waiting.length > 0)
      await new Promise<void>((resolve) => {
        this.idle = resolve;
      });
    await this.order;
    const [first] = this.spoken;
    if (!first || this.options.signal.aborted) return null;
    const samples =
      this.spoken.length === 1 ? first.samples : joined(this.spoken.map((part) => part.samples));
    const { bytes } = await this.options.speech.encode(samples, first.sampleRateHz, 'mp3');
    const { engine, voice, fallback } = this.spoken.find((part) => part.fallback) ?? first;
    const durationMs = (samples.length * 1000) / first.sampleRateHz;
    return { mp3: bytes, durationMs, engine: engine.id, voice, fallback };
  }

  private next(): void {
    while (this.running < AHEAD) {
      const sentence = this.waiting.shift();
      if (!sentence) break;
      this.running += 1;
      const speaking = this.speak(sentence.text);
      // Awaited in order below; until then a failure must not count as unhandled.
      speaking.catch(() => undefined);
      this.order = this.order
        .then(() => speaking)
        .then((part) => this.give(sentence.index, part))
        .catch((error: unknown) => this.fail(error));
      const done = () => {
        this.running -= 1;
        this.next();
        if (this.running === 0 && this.waiting.length === 0) this.idle?.();
      };
      speaking.then(done, done);
    }
  }

  private async speak(text: string): Promise<{ master: Master; mp3: Buffer }> {
    const { speech, requestFor, signal } = this.options;
    signal.throwIfAborted();
    const request = await requestFor(text);
    const master = await speech.speakLive({ ...request, text, signal, deadlineMs: FIRST_SOUND_MS });
    const { bytes } = await speech.encode(master.samples, master.sampleRateHz, 'mp3');
    return { master, mp3: bytes };
  }

  private give(index: number, { master, mp3 }: { master: Master; mp3: Buffer }): void {
    if (this.failed || this.options.signal.aborted) return;
    this.spoken.push(master);
    this.options.onSpoken({ index, mp3, durationMs: master.durationMs });
  }

  private fail(error: unknown): void {
    if (this.failed || this.options.signal.aborted) return;
    this.failed = true;
    this.waiting.length = 0;
    this.options.onFailed(
      error instanceof ProblemError
        ? error
        : new ProblemError('synthesis-failed', 'The answer could not be spoken.', { cause: error }),
    );
  }
}

function joined(parts: readonly Int16Array[]): Int16Array {
  const all = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
