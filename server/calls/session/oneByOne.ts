/**
 * Does one thing after the other: what is asked for while something is being done waits behind it. What fails is told,
 * and the next thing is done all the same.
 */
export class OneByOne {
  /** Nothing that waits, or is asked for from now on, is done. */
  closed = false;
  private readonly queue: (() => void)[] = [];
  private running = false;

  constructor(
    /** Done after everything that happened at once. */
    private readonly settle: () => void,
    private readonly onFailed: (error: unknown) => void,
  ) {}

  post(work: () => void): void {
    this.queue.push(work);
    if (this.running) return;
    this.running = true;
    for (let next = this.queue.shift(); next; next = this.queue.shift()) {
      if (!this.closed) this.guard(next);
      if (this.queue.length === 0 && !this.closed) this.guard(this.settle);
    }
    this.running = false;
  }

  /** Does it at once; its failure is told, and ends nothing else. */
  guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.onFailed(error);
    }
  }
}
