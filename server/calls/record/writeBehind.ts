import { setTimeout as delay } from 'node:timers/promises';
import { DatabaseError } from 'pg';
import { joined, nothingPending, type PendingCall, type WaitingSegment } from './pending.ts';
import { type CallStore, writeCalls } from './writeCalls.ts';

/** How often what has come is written. */
const FLUSH_MS = 500;
/** After a failure it is tried again ever later, up to this. */
const MOST_PAUSE_MS = 5_000;
/** In one transaction. */
const MOST_EVENTS = 500;
const MOST_CALLS = 100;
/** Of sound, before its rows: what a failure then leaves behind in the store is little. */
const MOST_SOUND = 16 * 1024 * 1024;
/** While the database or the store are away, so much is held; sound goes first. */
const MOST_BYTES = 256 * 1024 * 1024;
/** Beyond what sound may take: events alone are small, and worth more. */
const MOST_EVENT_BYTES = 64 * 1024 * 1024;
/** What an event or a turn takes beside its sealed text, about. */
const ENTRY_BYTES = 200;

export interface WriteBehindOptions {
  flushMs?: number;
  mostBytes?: number;
  /** Nothing of this can be written now; `bytes` wait. Told once, until it works again. */
  onAway(error: unknown, bytes: number): void;
  onBack(): void;
  /** What could not be kept: there was no more room, or the database will not have it. */
  onDropped(what: 'sound' | 'events', callId: string, error: unknown): void;
  onWaiting(bytes: number): void;
}

/**
 * Writes calls behind: whoever adds never waits. What cannot be written is tried again until it can, in order, while
 * there is room for it; what the database refuses for good is dropped and said.
 */
export class WriteBehind {
  private pending = new Map<string, PendingCall>();
  private soundBytes = 0;
  private eventBytes = 0;
  private failures = 0;
  private readonly stopping = new AbortController();
  private readonly life: Promise<void>;
  private wake: AbortController | null = null;
  private readonly store: CallStore;
  private readonly options: WriteBehindOptions;

  constructor(store: CallStore, options: WriteBehindOptions) {
    this.store = store;
    this.options = options;
    this.life = this.live();
  }

  /** What waits of a call, to be added to. */
  of(id: string, workspaceId: string): PendingCall {
    let call = this.pending.get(id);
    if (!call) {
      call = nothingPending(id, workspaceId);
      this.pending.set(id, call);
    }
    return call;
  }

  /** Adds an event, unless there is no more room. */
  addEvent(call: PendingCall, event: PendingCall['events'][number]): void {
    const bytes = event.sealed.length + ENTRY_BYTES;
    if (this.eventBytes + bytes > MOST_EVENT_BYTES) {
      this.options.onDropped('events', call.id, null);
      return;
    }
    this.eventBytes += bytes;
    call.events.push(event);
  }

  /** Adds a stretch of sound, unless there is no more room. */
  addSegment(call: PendingCall, segment: WaitingSegment): void {
    if (this.soundBytes + segment.bytes.length > (this.options.mostBytes ?? MOST_BYTES)) {
      this.options.onDropped('sound', call.id, null);
      return;
    }
    this.soundBytes += segment.bytes.length;
    call.segments.push(segment);
  }

  /** Writes what waits and ends; gives up after `graceMs`, when the database stays away. */
  async close(graceMs: number): Promise<void> {
    this.stopping.abort();
    this.wake?.abort();
    await this.life;
    const until = Date.now() + graceMs;
    while (this.pending.size > 0 && Date.now() < until) {
      const before = this.failures;
      await this.flush();
      if (this.failures > before) await delay(Math.min(FLUSH_MS, Math.max(0, until - Date.now())));
    }
    for (const { waiters } of this.pending.values()) for (const told of waiters) told();
  }

  private async live(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const flushMs = this.options.flushMs ?? FLUSH_MS;
      const pauseMs = Math.min(flushMs * 2 ** Math.min(this.failures, 10), Math.max(flushMs, MOST_PAUSE_MS));
      this.wake = new AbortController();
      await delay(pauseMs, undefined, { signal: this.wake.signal }).catch(() => undefined);
      await this.flush();
    }
  }

  private async flush(): Promise<void> {
    if (this.pending.size === 0) return;
    const taken = this.pending;
    this.pending = new Map();
    const byWorkspace = new Map<string, PendingCall[]>();
    for (const call of taken.values())
      byWorkspace.set(call.workspaceId, [...(byWorkspace.get(call.workspaceId) ?? []), call]);
    let failed = false;
    for (const [workspaceId, waiting] of byWorkspace)
      for (const batch of batches(waiting)) {
        // Once it fails nothing more is tried: it would take as long each time.
        const left = failed ? batch : await this.write(workspaceId, batch);
        if (left.length > 0) failed = true;
        for (const call of left) this.putBack(call);
      }
    this.failures = failed ? this.failures + 1 : 0;
    this.options.onWaiting(this.soundBytes + this.eventBytes);
  }

  /** Gives what could not be written and is to be tried again. */
  private async write(workspaceId: string, batch: PendingCall[]): Promise<PendingCall[]> {
    try {
      await writeCalls(this.store, workspaceId, batch);
      if (this.failures > 0) this.options.onBack();
      for (const call of batch) this.done(call);
      return [];
    } catch (error) {
      if (!isRefusal(error)) {
        if (this.failures === 0) this.options.onAway(error, this.soundBytes + this.eventBytes);
        return batch;
      }
      const [call, ...others] = batch;
      if (!call) return [];
      // Something of one call is refused: the others must not suffer from it.
      if (others.length > 0) {
        const left: PendingCall[] = [];
        for (const each of batch)
          left.push(...(left.length > 0 ? [each] : await this.write(workspaceId, [each])));
        return left;
      }
      if (call.begin?.carrierCallId && isTakenName(error)) {
        // Another call of this carrier has the name already, as after a carrier counted anew: it is no name then.
        call.begin = { ...call.begin, carrierCallId: null };
        return this.write(workspaceId, batch);
      }
      this.options.onDropped('events', call.id, error);
      this.done(call);
      return [];
    }
  }

  private done(call: PendingCall): void {
    for (const { bytes } of call.segments) this.soundBytes -= bytes.length;
    for (const { sealed } of call.events) this.eventBytes -= sealed.length + ENTRY_BYTES;
    for (const told of call.waiters) told();
  }

  private putBack(call: PendingCall): void {
    const since = this.pending.get(call.id);
    this.pending.set(call.id, since ? joined(call, since) : call);
  }
}

function* batches(waiting: readonly PendingCall[]): Generator<PendingCall[]> {
  let batch: PendingCall[] = [];
  let events = 0;
  let sound = 0;
  for (const call of waiting) {
    const bytes = call.segments.reduce((sum, segment) => sum + segment.bytes.length, 0);
    const full =
      batch.length >= MOST_CALLS || events + call.events.length > MOST_EVENTS || sound + bytes > MOST_SOUND;
    if (batch.length > 0 && full) {
      yield batch;
      batch = [];
      events = 0;
      sound = 0;
    }
    batch.push(call);
    events += call.events.length;
    sound += bytes;
  }
  if (batch.length > 0) yield batch;
}

/** PostgreSQL will not have it, now or later: broken constraints and values. Everything else may pass. */
function isRefusal(error: unknown): boolean {
  return /^(22|23|42)/.test(sqlState(error) ?? '');
}

const isTakenName = (error: unknown) => {
  const cause = databaseError(error);
  return cause?.code === '23505' && (cause.constraint ?? '').includes('carrier');
};

const sqlState = (error: unknown) => databaseError(error)?.code;

/** drizzle wraps what the driver throws. */
function databaseError(error: unknown): DatabaseError | undefined {
  for (let each = error; each instanceof Error; each = each.cause)
    if (each instanceof DatabaseError) return each;
  return undefined;
}
