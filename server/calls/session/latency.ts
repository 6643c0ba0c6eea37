import type { TurnLatency } from '../../../shared/calls/timeline.ts';
import type { CallerTurn } from './stage.ts';

/** Where the time of one turn goes, as it passes. All times are of the clock; each stage begins where the one before ends. */
export class TurnWatch {
  private sentenceMs: number | null = null;
  private sentMs: number | null = null;
  private heardFromMs: number | null = null;

  constructor(
    private readonly turn: CallerTurn,
    /** When the words were final. */
    private readonly wordsMs: number,
  ) {}

  sentence(nowMs: number): void {
    this.sentenceMs ??= nowMs;
  }

  sent(nowMs: number): void {
    this.sentMs ??= nowMs;
  }

  /** The first sound was heard, which is so long. */
  begun(nowMs: number, firstMs: number): void {
    this.heardFromMs ??= nowMs - firstMs;
  }

  /** Null where nothing was heard. */
  latency(): TurnLatency | null {
    const { turn, wordsMs, sentenceMs, sentMs, heardFromMs } = this;
    if (sentenceMs === null || sentMs === null || heardFromMs === null) return null;
    const between = (from: number, to: number) => Math.max(0, Math.round(to - from));
    return {
      endOfTurnMs: between(turn.endedMs, turn.certainMs),
      transcriptMs: between(turn.certainMs, wordsMs),
      firstTokenMs: between(wordsMs, sentenceMs),
      firstAudioMs: between(sentenceMs, sentMs),
      heardMs: between(sentMs, heardFromMs),
    };
  }
}
