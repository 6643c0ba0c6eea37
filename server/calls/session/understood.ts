import type { Clock } from '../clock.ts';

/** A word, with its times by the clock. */
export interface HeardAt {
  text: string;
  startMs: number;
  endMs: number;
}

/** What is known of the words of somebody's present turn; times are of the clock. */
export class Understood {
  /** When the first sound of it was heard; null: nothing was yet. */
  sinceMs: number | null = null;
  /** Something secret was asked for when they began. */
  secret = false;
  private readonly confidences: number[] = [];
  private engineId: string | null = null;
  private words: HeardAt[] = [];

  constructor(private readonly clock: Clock) {}

  begins(atMs: number, secret = false): void {
    if (this.sinceMs === null) this.secret = secret;
    this.sinceMs ??= atMs;
  }

  final({
    text,
    confidence,
    engineId,
    words,
  }: {
    text: string;
    confidence: number | null;
    engineId: string;
    words: readonly HeardAt[];
  }): void {
    this.begins(this.clock.nowMs());
    if (text === '') return;
    if (confidence !== null) this.confidences.push(confidence);
    this.engineId = engineId;
    this.words.push(...words);
  }

  /** The turn is over. */
  take(endedMs: number): {
    beganMs: number;
    confidence: number | null;
    engineId: string | null;
    words: HeardAt[];
    secret: boolean;
  } {
    const { confidences, engineId, words, secret } = this;
    const confidence =
      confidences.length === 0 ? null : confidences.reduce((sum, one) => sum + one, 0) / confidences.length;
    const beganMs = Math.min(this.sinceMs ?? endedMs, endedMs);
    this.clear();
    return { beganMs, confidence, engineId, words, secret };
  }

  clear(): void {
    this.sinceMs = null;
    this.secret = false;
    this.confidences.length = 0;
    this.engineId = null;
    this.words = [];
  }
}
