import { setImmediate as later } from 'node:timers/promises';
import type { Clock } from '../../../server/calls/clock.ts';

/** Time that goes by when a test says so; what is waiting for promises gets its turn in between. */
export class VirtualClock implements Clock {
  private now = 0;
  private order = 0;
  private readonly waiting = new Set<{ atMs: number; order: number; wake: () => void }>();

  nowMs(): number {
    return this.now;
  }

  at(atMs: number, wake: () => void): () => void {
    const one = { atMs: Math.max(atMs, this.now), order: this.order++, wake };
    this.waiting.add(one);
    return () => this.waiting.delete(one);
  }

  /** Lets so much time go by; everything due is woken in order. */
  async advance(ms: number): Promise<void> {
    const until = this.now + ms;
    await settled();
    for (let due = this.next(until); due; due = this.next(until)) {
      this.waiting.delete(due);
      this.now = Math.max(this.now, due.atMs);
      due.wake();
      await settled();
    }
    this.now = until;
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

/** Everything that waits for nothing but its turn has had it. */
export async function settled(): Promise<void> {
  await later();
}
