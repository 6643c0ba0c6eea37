import { type EventLoopUtilization, performance } from 'node:perf_hooks';

/** Decides whether this process can take one more call: one that cannot be served well is refused at the door. */
export interface Gate {
  /** Why no further call can be taken now; null: one can. */
  refusal(): 'busy' | 'stopping' | null;
  /** A call was let in whose sound has not come: it counts until it begins or its time is over. */
  expect(callId: string): void;
  /** It began, or never will. */
  settled(callId: string): void;
  /** From now on nobody is let in; resolves once nobody is expected any more, at the latest after `withinMs`. */
  stop(withinMs: number): Promise<void>;
  close(): void;
}

const MEASURE_EVERY_MS = 1_000;
/** A little longer than a ticket is good for. */
const EXPECTED_MS = 65_000;

/**
 * `mostCalls` at once, and none while the event loop was busy for `busyPercent` of the last second or more: a little
 * above it every call on the process would be served late. 100 means that load refuses nobody.
 */
export function openGate({
  mostCalls,
  busyPercent,
  inProgress,
}: {
  mostCalls: number;
  busyPercent: number;
  inProgress(): number;
}): Gate {
  const expected = new Map<string, NodeJS.Timeout>();
  let stopped = false;
  let busy = false;
  let before: EventLoopUtilization = performance.eventLoopUtilization();
  const measuring = setInterval(() => {
    const now = performance.eventLoopUtilization();
    busy =
      busyPercent < 100 && performance.eventLoopUtilization(now, before).utilization * 100 >= busyPercent;
    before = now;
  }, MEASURE_EVERY_MS);
  measuring.unref();

  let onQuiet: () => void = () => undefined;
  const settled = (callId: string) => {
    clearTimeout(expected.get(callId));
    expected.delete(callId);
    if (expected.size === 0) onQuiet();
  };
  return {
    refusal() {
      if (stopped) return 'stopping';
      return busy || inProgress() + expected.size >= mostCalls ? 'busy' : null;
    },
    expect(callId) {
      settled(callId);
      expected.set(callId, setTimeout(() => settled(callId), EXPECTED_MS).unref());
    },
    settled,
    async stop(withinMs) {
      stopped = true;
      if (expected.size === 0) return;
      await new Promise<void>((resolve) => {
        const patience = setTimeout(resolve, withinMs);
        onQuiet = () => {
          clearTimeout(patience);
          resolve();
        };
      });
    },
    close() {
      clearInterval(measuring);
      for (const timer of expected.values()) clearTimeout(timer);
      expected.clear();
    },
  };
}
