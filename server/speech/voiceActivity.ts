/** A stretch of time in a recording. */
export interface SpeechSpan {
  startMs: number;
  endMs: number;
}

/** Tells speech from everything else. */
export interface VoiceActivity {
  /** Changes whenever the same sound may be judged differently. */
  readonly version: string;
  /** When somebody speaks, in order; `samples` are mono, −1 to 1. Throws `engine-unavailable`. */
  speechSpans(
    samples: Float32Array,
    sampleRateHz: number,
    options: { signal: AbortSignal },
  ): Promise<SpeechSpan[]>;
  close(): Promise<void>;
}

/** What is told of one line while its sound comes; times are those of the sound, in ms from its beginning. */
export interface LineListener {
  onSpeechStart(atMs: number): void;
  /** `atMs` is when the last sound of speech was over, not when that was certain. */
  onSpeechEnd(atMs: number): void;
}

/** One line that is listened to. */
export interface VoiceLine {
  /** µ-law at 8 kHz, as it comes; copied, in microseconds. What comes faster than it is judged is left out. */
  push(mulaw: Uint8Array): void;
  /** How much of the sound waits to be judged, in ms. */
  readonly backlogMs: number;
  close(): void;
}

/** Tells when somebody speaks on many lines at once, while their sound comes. */
export interface LiveVoiceActivity {
  /** Changes whenever the same sound may be judged differently. */
  readonly version: string;
  open(listener: LineListener): VoiceLine;
  close(): Promise<void>;
}
