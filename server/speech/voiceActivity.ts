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
