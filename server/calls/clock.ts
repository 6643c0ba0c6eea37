/** The time by which calls are decided, and what wakes them. */
export interface Clock {
  /** Never runs backwards. */
  nowMs(): number;
  /** Calls `wake` once, at that time or soon behind it; gives what takes it back. */
  at(atMs: number, wake: () => void): () => void;
}

/** A quarter of a frame of sound: what a slot adds to every answer is not heard, and so few wake-ups cost nothing. */
const SLOT_MS = 5;

/**
 * One timer for all calls: who waits lies in slots of absolute time, so that a thousand calls cost one wake-up a slot
 * and none drifts. `close` ends it; who waits then is never woken.
 */
export function openTimerWheel(slotMs = SLOT_MS): Clock & { close(): void } {
  const slots = new Map<number, Set<() => void>>();
  let timer: NodeJS.Timeout | null = null;
  /** Everything before it was woken. */
  let turned = slotOf(performance.now(), slotMs);
  let closed = false;

  function arm(): void {
    if (timer || closed || slots.size === 0) return;
    const nextMs = (turned + 1) * slotMs;
    timer = setTimeout(turn, Math.max(0, nextMs - performance.now()));
  }

  function turn(): void {
    timer = null;
    const upTo = slotOf(performance.now(), slotMs);
    // A process that was busy wakes everybody whose time is over, in order.
    const due =
      upTo - turned > slots.size ? [...slots.keys()].filter((at) => at <= upTo).sort(byNumber) : null;
    for (const at of due ?? range(turned + 1, upTo)) {
      const waiting = slots.get(at);
      if (!waiting) continue;
      slots.delete(at);
      for (const wake of waiting) wake();
    }
    turned = Math.max(turned, upTo);
    arm();
  }

  return {
    nowMs: () => performance.now(),
    at(atMs, wake) {
      // Nobody waits: what was turned past then is over.
      if (slots.size === 0) turned = Math.max(turned, slotOf(performance.now(), slotMs));
      const slot = Math.max(turned + 1, Math.ceil(atMs / slotMs));
      const waiting = slots.get(slot) ?? new Set();
      // Two that wait for the same are two.
      const own = () => wake();
      slots.set(slot, waiting.add(own));
      arm();
      return () => {
        if (waiting.delete(own) && waiting.size === 0 && slots.get(slot) === waiting) slots.delete(slot);
      };
    },
    close() {
      closed = true;
      if (timer) clearTimeout(timer);
      timer = null;
      slots.clear();
    },
  };
}

const slotOf = (ms: number, slotMs: number) => Math.floor(ms / slotMs);
const byNumber = (a: number, b: number) => a - b;

function* range(from: number, to: number): Generator<number> {
  for (let at = from; at <= to; at++) yield at;
}
