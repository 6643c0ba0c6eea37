import type { Clock } from '../clock.ts';
import type { Part } from './stage.ts';

/** The part of a call that is under way. What comes of an earlier one is nothing to a later one. */
export class CurrentPart {
  private part: Part | null = null;
  private number = 0;
  private readonly timers = new Set<() => void>();
  private readonly closing: Promise<void>[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly post: (work: () => void) => void,
    private readonly onTrouble: (error: unknown) => void,
  ) {}

  /** Null between two parts, and before and after all of them. */
  get now(): Part | null {
    return this.part;
  }

  begin(part: Part): void {
    this.part = part;
    part.begin();
  }

  /** Ends what is under way; gives what it was. */
  end(): Part | null {
    const { part } = this;
    this.number++;
    for (const cancel of this.timers) cancel();
    this.timers.clear();
    this.part = null;
    const kept = part?.stop?.();
    if (kept) this.closing.push(kept.catch(this.onTrouble));
    return part;
  }

  /** Resolves once everything of the parts that ended is kept. */
  async kept(): Promise<void> {
    await Promise.all(this.closing);
  }

  /** Runs what happens outside of the call's own events, in their order; nothing once this part is over. */
  within<Args extends unknown[]>(work: (...args: Args) => void): (...args: Args) => void {
    const { number } = this;
    return (...args) =>
      this.post(() => {
        if (number === this.number) work(...args);
      });
  }

  /** Wakes after a time, unless this part is over by then. */
  after(ms: number, wake: () => void): void {
    const cancel = this.clock.at(
      this.clock.nowMs() + ms,
      this.within(() => {
        this.timers.delete(cancel);
        wake();
      }),
    );
    this.timers.add(cancel);
  }
}
