import { FRAME_MS } from '../../telephony/callTransport.ts';

/** Whoever is served once in every frame's time. */
export interface Rider {
  /** @param atMs when this was due, on the clock of `performance.now()`; it may be later than that now. */
  tick(atMs: number): void;
}

/** A frame's time is cut into so many slots, so that not all lines send at once. */
const SLOTS = 10;
const SLOT_MS = FRAME_MS / SLOTS;

/**
 * One clock for all lines: slots at absolute times, so that a late one makes no later one late, and what was missed is
 * caught up. A timer for each line would send too slowly as soon as there are many.
 */
export class Wheel {
  /** How late slots were served, in ms: the share of whoever measures with it. */
  readonly lateMs: number[] = [];
  private readonly slots: Set<Rider>[] = Array.from({ length: SLOTS }, () => new Set());
  private startedMs = 0;
  private served = 0;
  private timer: NodeJS.Timeout | null = null;

  /** Serves a rider from the next frame on; gives what ends it. */
  add(rider: Rider): () => void {
    const slot = this.slots.reduce((least, each) => (each.size < least.size ? each : least));
    slot.add(rider);
    if (!this.timer) this.start();
    return () => slot.delete(rider);
  }

  private start(): void {
    this.startedMs = performance.now();
    this.served = 0;
    this.timer = setTimeout(() => this.turn(), SLOT_MS);
  }

  private turn(): void {
    if (this.slots.every(({ size }) => size === 0)) {
      this.timer = null;
      return;
    }
    // Then sockets and timers have their turn: a machine that is too slow would never hear of anything else again.
    for (let slot = 0; slot < SLOTS; slot++) {
      const dueMs = this.startedMs + this.served * SLOT_MS;
      const nowMs = performance.now();
      if (dueMs > nowMs) break;
      if (this.lateMs.length < MOST_KEPT) this.lateMs.push(nowMs - dueMs);
      for (const rider of this.slots[this.served % SLOTS]!) rider.tick(dueMs);
      this.served++;
    }
    this.timer = setTimeout(() => this.turn(), 1);
  }
}

/** An hour of slots. */
const MOST_KEPT = 1_800_000;
