import { z } from 'zod';

/** What is wrong with a line. */
export const Faults = z
  .object({
    jitterMs: z
      .number()
      .min(0)
      .max(2_000)
      .default(0)
      .describe('A frame may come so much later, with those behind it'),
    lostShare: z.number().min(0).max(0.9).default(0).describe('Of the frames; their numbers are missing'),
    lateShare: z
      .number()
      .min(0)
      .max(0.9)
      .default(0)
      .describe('Of the frames; each comes behind the one that follows it'),
    stallAtMs: z
      .number()
      .min(0)
      .nullable()
      .default(null)
      .describe('From then on nothing comes for `stallMs`'),
    stallMs: z.number().min(0).max(60_000).default(2_000),
    vanishAtMs: z.number().min(0).nullable().default(null).describe('The connection breaks without a word'),
    noMarks: z.boolean().default(false).describe('Marks are never answered'),
  })
  .strict();
export type Faults = z.infer<typeof Faults>;

/** A line with nothing wrong. */
export const NO_FAULTS: Faults = Faults.parse({});

/** What becomes of the frames of a line, by chance. */
export class FaultyPath<Frame> {
  private readonly faults: Faults;
  private readonly random: () => number;
  private held: Frame[] = [];
  private heldUntilMs = 0;

  /** @param random gives numbers from 0 up to 1. */
  constructor(faults: Faults, random: () => number) {
    this.faults = faults;
    this.random = random;
  }

  /** The frames that leave now, when this one is due at `atMs` from the beginning of the sound. */
  pass(frame: Frame, atMs: number): Frame[] {
    const { jitterMs, lostShare, lateShare, stallAtMs, stallMs } = this.faults;
    if (stallAtMs !== null && atMs >= stallAtMs && atMs < stallAtMs + stallMs)
      this.heldUntilMs = Math.max(this.heldUntilMs, stallAtMs + stallMs);
    else if (jitterMs > 0 && this.held.length === 0 && this.random() < JITTERED)
      this.heldUntilMs = atMs + this.random() * jitterMs;
    if (lostShare > 0 && this.random() < lostShare) return this.release(atMs);
    this.held.push(frame);
    const swap = lateShare > 0 && this.random() < lateShare;
    if (swap && this.held.length === 1 && this.heldUntilMs <= atMs) {
      // It waits for the next one, which overtakes it.
      this.heldUntilMs = atMs + 1;
      return [];
    }
    return this.release(atMs, swap || lateShare > 0);
  }

  private release(atMs: number, overtaken = false): Frame[] {
    if (atMs < this.heldUntilMs) return [];
    const out = this.held;
    this.held = [];
    return overtaken && out.length === 2 ? out.reverse() : out;
  }
}

/** Of the frames of a line that jitters. */
const JITTERED = 0.1;
