import type { Clock } from '../clock.ts';

/** What is known of the words of the caller's present turn; times are of the clock. */
export class Understood {
  /** When the first sound of it was heard; of the turn before until another begins. */
  beganMs = 0;
  private begun = false;
  private readonly confidences: number[] = [];
  private engineId: string | null = null;

  constructor(private readonly clock: Clock) {}

  begins(atMs: number): void {
    if (this.begun) return;
    this.begun = true;
    this.beganMs = atMs;
  }

  final({ text, confidence, engineId }: { text: string; confidence: number | null; engineId: string }): void {
    this.begins(this.clock.nowMs());
    if (text === '') return;
    if (confidence !== null) this.confidences.push(confidence);
    this.engineId = engineId;
  }

  /** The turn is over. */
  take(endedMs: number): { beganMs: number; confidence: number | null; engineId: string | null } {
    const { confidences, engineId } = this;
    const confidence =
      confidences.length === 0 ? null : confidences.reduce((sum, one) => sum + one, 0) / confidences.length;
    const beganMs = this.begun ? Math.min(this.beganMs, endedMs) : endedMs;
    this.clear();
    return { beganMs, confidence, engineId };
  }

  clear(): void {
    this.begun = false;
    this.confidences.length = 0;
    this.engineId = null;
  }
}
