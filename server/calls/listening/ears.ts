import { decodeMuLaw } from '../../audio/g711.ts';
import type { HearingStream, HearStreamRequest, Recognition } from '../../speech/recognition/contract.ts';
import type { LiveVoiceActivity, VoiceLine } from '../../speech/voiceActivity.ts';
import { CALL_RATE_HZ } from '../../telephony/callTransport.ts';
import { Past } from './past.ts';

/** What is told of a caller. `soundMs` are times of the sound, from its beginning. */
export interface EarsListener {
  onSpeechStart(soundMs: number): void;
  onSpeechEnd(soundMs: number): void;
  onInterim(text: string): void;
  onFinal(final: {
    text: string;
    confidence: number | null;
    engineId: string;
    /** Times are of the sound. */
    words: { text: string; startMs: number; endMs: number }[];
  }): void;
  /** All that was said before `flush` is understood, or never will be. */
  onFlushed(): void;
  /** Nobody listens to what is being said. */
  onTrouble(error: unknown): void;
}

/** What recognisers are to know of what comes next. */
export type HearingTask = Pick<HearStreamRequest, 'grammar' | 'phrases' | 'hint'>;

const BYTES_PER_MS = CALL_RATE_HZ / 1000;
/** Sound before the onset that recognisers are given: the first consonant is quieter than what a judge believes. */
const LEAD_MS = 300;
/** So much of a line waits only where nobody judges it, for so many frames. */
const FULL_MS = 900;
const BROKEN_FRAMES = 100;
/** So much goes to a recogniser at once. */
const BATCH_BYTES = 100 * BYTES_PER_MS;

/** Recognisers that were given something to do by this process. */
const warmed = new WeakSet<object>();

interface Hearing {
  stream: HearingStream;
  stop: AbortController;
  /** The caller's next words still go there. */
  feeding: boolean;
  /** Where in the sound it begins. */
  fromMs: number;
  /** Its words are of no use any more. */
  forgotten: boolean;
}

/** One caller's sound: when they speak, and what they say. Recognisers get sound only while somebody speaks. */
export class Ears {
  private line: VoiceLine;
  private readonly openLine: () => VoiceLine;
  /** Since so many frames nothing was judged. */
  private unjudged = 0;
  private readonly recognition: Pick<Recognition, 'stream'>;
  private readonly request: Pick<HearStreamRequest, 'workspaceId' | 'use' | 'language'>;
  private readonly listener: EarsListener;
  private readonly past = new Past();
  private batch = new Uint8Array(BATCH_BYTES);
  private batched = 0;
  private current: Hearing | null = null;
  private readonly open = new Set<Hearing>();
  private flushing = false;
  /** What may be said from now on; null: nothing yet that could be answered. */
  task: HearingTask | null = null;
  private closed = false;
  /** Somebody speaks now, as far as that is known. */
  speaking = false;

  constructor(
    voiceActivity: LiveVoiceActivity,
    recognition: Pick<Recognition, 'stream'>,
    request: Pick<HearStreamRequest, 'workspaceId' | 'use' | 'language'>,
    listener: EarsListener,
  ) {
    this.recognition = recognition;
    this.request = request;
    this.listener = listener;
    this.openLine = () => {
      const fromMs = this.soundMs;
      const line: VoiceLine = voiceActivity.open({
        onSpeechStart: (atMs) => this.judged(line, true, fromMs + atMs),
        onSpeechEnd: (atMs) => this.judged(line, false, fromMs + atMs),
      });
      return line;
    };
    this.line = this.openLine();
  }

  /** How much sound came, in ms. */
  get soundMs(): number {
    return this.past.soundMs;
  }

  /** Somebody's words are being taken down. */
  get hearing(): boolean {
    return this.current !== null;
  }

  /** What may be said from now on; words that are being said already are taken down as before. */
  expect(task: HearingTask): void {
    this.task = task;
    if (warmed.has(this.recognition) || Object.keys(task).length === 0) return;
    warmed.add(this.recognition);
    this.warmUp();
  }

  /** A frame of the caller's sound. */
  audio(frame: Uint8Array): void {
    if (this.closed) return;
    this.line.push(frame);
    this.watch();
    this.past.add(frame);
    if (this.current) this.feed(frame);
  }

  /** The sound from this moment on, and a little before, may have to be heard again; null: none does. */
  keepFrom(soundMs: number | null): void {
    this.past.keepFrom(soundMs === null ? null : soundMs - LEAD_MS);
  }

  /** Whether all sound from this moment on can be heard again. */
  canHearFrom(soundMs: number): boolean {
    return this.past.reachesTo(soundMs);
  }

  /** Takes down what is said from `soundMs` on, and a little before: as `task`. */
  listen(soundMs: number, task = this.task): void {
    const { request } = this;
    if (this.closed || this.current || !task) return;
    // A recogniser that comes to no end is not waited for again.
    for (const late of [...this.open].slice(0, -1)) late.stop.abort(new Error('It takes too long.'));
    const stop = new AbortController();
    const stream = this.recognition.stream({
      ...request,
      ...task,
      sampleRateHz: CALL_RATE_HZ,
      signal: stop.signal,
    });
    const past = this.past.since(soundMs - LEAD_MS);
    const fromMs = this.soundMs - past.length / BYTES_PER_MS;
    const hearing: Hearing = { stream, stop, feeding: true, fromMs, forgotten: false };
    this.current = hearing;
    this.open.add(hearing);
    void this.follow(hearing);
    this.feed(past);
  }

  /** The words are over: `onFlushed` follows. */
  flush(): void {
    this.flushing = true;
    this.finish();
    if (this.open.size === 0) this.flushed();
  }

  /** Nobody waits for the end of what was being said; words that still come of it are told. */
  release(): void {
    this.finish();
  }

  /** Nothing of what was being said counts any more. */
  forget(): void {
    this.finish();
    for (const hearing of this.open) {
      hearing.forgotten = true;
      hearing.stop.abort(new Error('Nobody needs these words any more.'));
    }
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.line.close();
    this.forget();
  }

  private judged(line: VoiceLine, speaking: boolean, atMs: number): void {
    if (this.closed || line !== this.line) return;
    this.speaking = speaking;
    if (speaking) this.listener.onSpeechStart(atMs);
    else this.listener.onSpeechEnd(atMs);
  }

  /** A detector that broke judges nothing any more: a new line begins with the one that took its place. */
  private watch(): void {
    this.unjudged = this.line.backlogMs >= FULL_MS ? this.unjudged + 1 : 0;
    if (this.unjudged < BROKEN_FRAMES) return;
    this.unjudged = 0;
    this.line.close();
    this.line = this.openLine();
    if (!this.speaking) return;
    this.speaking = false;
    this.listener.onSpeechEnd(this.soundMs);
  }

  /** A recogniser that has heard nothing yet loads its models now, rather than when somebody has spoken. */
  private warmUp(): void {
    const stop = new AbortController();
    const stream = this.recognition.stream({
      ...this.request,
      ...this.task,
      sampleRateHz: CALL_RATE_HZ,
      signal: stop.signal,
    });
    const hearing: Hearing = { stream, stop, feeding: false, fromMs: 0, forgotten: true };
    stream.finish();
    void this.follow(hearing);
  }

  private finish(): void {
    const { current } = this;
    if (!current) return;
    this.give(current);
    current.feeding = false;
    current.stream.finish();
    this.current = null;
  }

  private feed(sound: Uint8Array): void {
    const { current } = this;
    if (!current) return;
    for (let at = 0; at < sound.length; ) {
      const taken = Math.min(sound.length - at, BATCH_BYTES - this.batched);
      this.batch.set(taken === sound.length ? sound : sound.subarray(at, at + taken), this.batched);
      this.batched += taken;
      at += taken;
      if (this.batched === BATCH_BYTES) this.give(current);
    }
  }

  private give(to: Hearing): void {
    if (this.batched > 0) to.stream.push(decodeMuLaw(this.batch.subarray(0, this.batched)));
    this.batched = 0;
  }

  private async follow(hearing: Hearing): Promise<void> {
    const { listener } = this;
    try {
      for await (const event of hearing.stream.events) {
        if (hearing.forgotten) continue;
        if (event.type === 'interim') listener.onInterim(event.text);
        else if (event.type === 'final')
          listener.onFinal({
            text: event.text,
            confidence: event.confidence,
            engineId: event.engine.id,
            words: event.words.map(({ text, startMs, endMs }) => ({
              text,
              startMs: hearing.fromMs + startMs,
              endMs: hearing.fromMs + endMs,
            })),
          });
      }
    } catch (error) {
      if (!hearing.forgotten && !hearing.stop.signal.aborted) listener.onTrouble(error);
    } finally {
      this.open.delete(hearing);
      if (this.current === hearing) {
        this.current = null;
        this.batched = 0;
      }
      if (this.flushing && this.open.size === 0) this.flushed();
    }
  }

  private flushed(): void {
    this.flushing = false;
    if (!this.closed) this.listener.onFlushed();
  }
}
