import { setImmediate as later } from 'node:timers/promises';

/**
 * Time that goes by when somebody says so. What waits for promises gets its turn in between, and while something real
 * is done (a query of the database) time stands: so the order of what happens depends on no machine.
 */
export class VirtualClock {
  private now = 0;
  private order = 0;
  private readonly waiting = new Set<{ atMs: number; order: number; wake: () => void }>();
  private readonly working = new Set<Promise<unknown>>();

  nowMs(): number {
    return this.now;
  }

  at(atMs: number, wake: () => void): () => void {
    const one = { atMs: Math.max(atMs, this.now), order: this.order++, wake };
    this.waiting.add(one);
    return () => this.waiting.delete(one);
  }

  /** Time stands until this is done, well or badly. */
  during<Value>(work: Promise<Value>): Promise<Value> {
    const over = () => void this.working.delete(done);
    const done: Promise<void> = work.then(over, over);
    this.working.add(done);
    return work;
  }

  /** Lets so much time go by; everything due is woken in order. */
  async advance(ms: number): Promise<void> {
    const until = this.now + ms;
    await this.settled();
    for (let due = this.next(until); due; due = this.next(until)) {
      this.waiting.delete(due);
      this.now = Math.max(this.now, due.atMs);
      due.wake();
      await this.settled();
    }
    this.now = until;
  }

  /** Everything that waits for nothing but its turn has had it, and nothing real is being done. */
  async settled(): Promise<void> {
    await later();
    while (this.working.size > 0) {
      await Promise.all(this.working);
      await later();
    }
  }

  private next(until: number) {
    let first: { atMs: number; order: number; wake: () => void } | null = null;
    for (const one of this.waiting)
      if (
        one.atMs <= until &&
        (!first || one.atMs < first.atMs || (one.atMs === first.atMs && one.order < first.order))
      )
        first = one;
    return first;
  }
}
