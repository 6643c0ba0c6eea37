import type { CallEnd, CallEvent } from '../../../shared/calls/timeline.ts';
import { CALL_RATE_HZ } from '../../telephony/callTransport.ts';
import type { Clock } from '../clock.ts';
import type { CallRecord, CallTap, LiveState, Party } from '../contract.ts';

const BYTES_PER_MS = CALL_RATE_HZ / 1000;
/** No call has so many; what is kept in memory of one that goes on for ever stays bounded. The record has all. */
const MOST_EVENTS = 2_000;

type Untimed<Event> = Event extends CallEvent ? Omit<Event, 'atMs' | 'endMs'> : never;
type WithEnd = Extract<CallEvent, { endMs: number }>['kind'];
/** An event without its times. */
export type Happening = Untimed<CallEvent>;

/** What happens on one call, told to its record and to whoever watches it, in order and in the call's own time. */
export class Timeline {
  readonly events: CallEvent[] = [];
  state: LiveState = { interim: '', floor: 'agent' };
  private readonly taps = new Set<CallTap>();
  private readonly clock: Clock;
  private readonly record: CallRecord;
  private readonly startedMs: number;
  private readonly guard: (work: () => void) => void;
  private over = false;
  private recording: 'not' | 'on' | 'paused' = 'not';

  /** `guard` runs what others do, so that their failures end no call. */
  constructor(clock: Clock, record: CallRecord, guard: (work: () => void) => void) {
    this.clock = clock;
    this.record = record;
    this.startedMs = clock.nowMs();
    this.guard = guard;
  }

  /** The call's time of a time of the clock; now when absent. Whole milliseconds, never below 0. */
  atMs(clockMs = this.clock.nowMs()): number {
    return Math.max(0, Math.round(clockMs - this.startedMs));
  }

  /** Something happened, at a time of the clock (now when absent); with `end`, until then. */
  add(happening: Happening, { fromMs, endMs }: { fromMs?: number; endMs?: number } = {}): void {
    if (this.over) return;
    const atMs = this.atMs(fromMs);
    const event = (
      endMs === undefined && !isSpan(happening.kind)
        ? { ...happening, atMs }
        : { ...happening, atMs, endMs: Math.max(atMs, this.atMs(endMs)) }
    ) as CallEvent;
    this.events.push(event);
    if (this.events.length > MOST_EVENTS) this.events.shift();
    this.guard(() => this.record.event(event));
    for (const tap of this.taps) this.guard(() => tap.event(event));
  }

  /** Words with times of the clock, as an event has them: nothing where nobody knows the times. */
  timed(words: readonly { text: string; startMs: number; endMs: number }[]) {
    if (words.length === 0) return {};
    return {
      words: words.map(({ text, startMs, endMs }) => ({
        text,
        startMs: this.atMs(startMs),
        endMs: this.atMs(endMs),
      })),
    };
  }

  /** Sound of one party, as it was at that time of the clock; when absent, it ends now. */
  sound(party: Party, mulaw: Uint8Array, clockMs?: number): void {
    if (this.over || (this.recording !== 'on' && this.taps.size === 0)) return;
    const atMs = Math.max(0, (clockMs ?? this.clock.nowMs() - mulaw.length / BYTES_PER_MS) - this.startedMs);
    if (this.recording === 'on') this.guard(() => this.record.sound(party, mulaw, atMs));
    for (const tap of this.taps) if (tap.sound) this.guard(() => tap.sound?.(party, mulaw, atMs));
  }

  show(state: Partial<LiveState>): void {
    const next = { ...this.state, ...state };
    if (next.interim === this.state.interim && next.floor === this.state.floor) return;
    this.state = next;
    for (const tap of this.taps) this.guard(() => tap.live?.(next));
  }

  tap(tap: CallTap): () => void {
    this.taps.add(tap);
    return () => this.taps.delete(tap);
  }

  startRecording(why: string): void {
    if (this.recording !== 'not') return;
    this.recording = 'on';
    this.guard(() => this.record.startRecording(this.atMs()));
    this.add({ kind: 'recording', state: 'started', why });
  }

  pauseRecording(why: string): void {
    if (this.recording !== 'on') return;
    this.recording = 'paused';
    this.guard(() => this.record.pauseRecording(this.atMs(), why));
    this.add({ kind: 'recording', state: 'paused', why });
  }

  resumeRecording(): void {
    if (this.recording !== 'paused') return;
    this.recording = 'on';
    this.guard(() => this.record.resumeRecording(this.atMs()));
    this.add({ kind: 'recording', state: 'resumed', why: 'Nothing secret is said any more' });
  }

  /** The last event; resolves once everything is written. */
  async end(end: CallEnd, before: Promise<void>): Promise<void> {
    if (this.recording !== 'not') this.add({ kind: 'recording', state: 'stopped', why: 'The call is over' });
    this.recording = 'not';
    const atMs = this.atMs();
    this.add({ kind: 'ended', end });
    this.over = true;
    for (const tap of this.taps) this.guard(() => tap.ended(end));
    this.taps.clear();
    await before;
    await this.record.end(end, atMs);
  }
}

const SPANS: ReadonlySet<string> = new Set<WithEnd>(['spoken', 'heard', 'turn', 'answered', 'tool']);
const isSpan = (kind: string) => SPANS.has(kind);
