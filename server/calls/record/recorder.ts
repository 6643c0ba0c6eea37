import { MU_LAW_SAMPLES } from '../../../shared/audio/muLaw.ts';
import type { Party } from '../contract.ts';

/** Samples of a millisecond, of one channel. */
export const SAMPLES_PER_MS = 8;
export const SEGMENT_MS = 10_000;
const SEGMENT_SAMPLES = SEGMENT_MS * SAMPLES_PER_MS;
/** So much later than the other party may a party’s sound come: what was said is told once it was heard. */
const GRACE_MS = 3_000;
/**
 * Sound that lies so close behind the end of what came before continues it. A caller's comes over a network, which
 * holds it back for a moment and then gives it all at once; the agent's is rounded alone.
 */
const LATE_SAMPLES: Record<Party, number> = { caller: 200 * SAMPLES_PER_MS, agent: 20 * SAMPLES_PER_MS };
/** As far before that end it continues it too. */
const EARLY_SAMPLES = 500 * SAMPLES_PER_MS;
/** One value of the picture for so much sound. */
export const PEAK_MS = 100;
const SILENCE = 0xff;

/** A stretch of a recording, ready to be stored: µ-law, both channels interleaved by sample, the caller first. */
export interface Segment {
  number: number;
  fromMs: number;
  durationMs: number;
  bytes: Buffer;
  /** 0 to 255, one value for each 100 ms and channel, interleaved. */
  peaks: Uint8Array;
}

interface Open {
  bytes: Buffer;
  /** Samples of a channel up to the end of what came. */
  length: number;
}

const CHANNEL: Record<Party, 0 | 1> = { caller: 0, agent: 1 };

/**
 * Puts the sound of both parties in its place by its own time, silence where none came, and gives it away segment by
 * segment. At most two segments are held: 160 KB each. Nothing between `pause` and `resume` is kept, whenever it comes.
 */
export class Recorder {
  private readonly open = new Map<number, Open>();
  private readonly ends: [number, number] = [-1, -1];
  private readonly gaps: { from: number; to: number }[] = [];
  private from = Number.POSITIVE_INFINITY;
  /** Segments up to this one are given away. */
  private closed = -1;
  private newest = 0;
  /** Samples that came when their segment was gone. */
  late = 0;
  private readonly onSegment: (segment: Segment) => void;

  constructor(onSegment: (segment: Segment) => void) {
    this.onSegment = onSegment;
  }

  get started(): boolean {
    return this.from < Number.POSITIVE_INFINITY;
  }

  start(atMs: number): void {
    this.from = Math.min(this.from, Math.round(atMs * SAMPLES_PER_MS));
  }

  pause(atMs: number): void {
    const from = Math.round(atMs * SAMPLES_PER_MS);
    const last = this.gaps.at(-1);
    if (last && last.to === Number.POSITIVE_INFINITY) return;
    this.gaps.push({ from, to: Number.POSITIVE_INFINITY });
    // What was kept already of the time that must not be kept.
    for (const [index, { bytes }] of this.open) {
      const start = Math.max(0, from - index * SEGMENT_SAMPLES);
      if (start < SEGMENT_SAMPLES) bytes.fill(SILENCE, start * 2);
    }
  }

  resume(atMs: number): void {
    const last = this.gaps.at(-1);
    if (last && last.to === Number.POSITIVE_INFINITY)
      last.to = Math.max(last.from, Math.round(atMs * SAMPLES_PER_MS));
  }

  add(party: Party, mulaw: Uint8Array, atMs: number): void {
    if (!Number.isFinite(atMs) || atMs < 0 || mulaw.length === 0) return;
    const channel = CHANNEL[party];
    let at = Math.round(atMs * SAMPLES_PER_MS);
    const expected = this.ends[channel];
    if (expected >= 0 && at - expected <= LATE_SAMPLES[party] && expected - at <= EARLY_SAMPLES)
      at = expected;
    const end = at + mulaw.length;
    this.ends[channel] = end;
    if (end <= this.from) return;
    this.newest = Math.max(this.newest, end);
    this.closeUpTo(this.newest - GRACE_MS * SAMPLES_PER_MS);
    for (const [from, to] of this.kept(Math.max(at, this.from), end))
      this.write(channel, mulaw.subarray(from - at, to - at), from);
  }

  /** Gives away what is left. */
  finish(): void {
    this.closeUpTo(Number.POSITIVE_INFINITY);
  }

  /** What of a stretch lies in no gap. */
  private kept(from: number, to: number): [number, number][] {
    let parts: [number, number][] = from < to ? [[from, to]] : [];
    for (const gap of this.gaps)
      parts = parts.flatMap(([a, b]) =>
        (
          [
            [a, Math.min(b, gap.from)],
            [Math.max(a, gap.to), b],
          ] as [number, number][]
        ).filter(([x, y]) => x < y),
      );
    return parts;
  }

  private write(channel: 0 | 1, mulaw: Uint8Array, at: number): void {
    let taken = 0;
    while (taken < mulaw.length) {
      const index = Math.floor((at + taken) / SEGMENT_SAMPLES);
      const start = at + taken - index * SEGMENT_SAMPLES;
      const length = Math.min(mulaw.length - taken, SEGMENT_SAMPLES - start);
      if (index <= this.closed) this.late += length;
      else {
        const open = this.segment(index);
        for (let i = 0; i < length; i++) open.bytes[(start + i) * 2 + channel] = mulaw[taken + i]!;
        open.length = Math.max(open.length, start + length);
      }
      taken += length;
    }
  }

  private segment(index: number): Open {
    let open = this.open.get(index);
    if (!open) {
      open = { bytes: Buffer.alloc(SEGMENT_SAMPLES * 2, SILENCE), length: 0 };
      this.open.set(index, open);
    }
    return open;
  }

  private closeUpTo(sample: number): void {
    for (const [index, open] of [...this.open].sort(([a], [b]) => a - b)) {
      if ((index + 1) * SEGMENT_SAMPLES > sample && sample !== Number.POSITIVE_INFINITY) break;
      this.open.delete(index);
      this.closed = Math.max(this.closed, index);
      if (open.length === 0) continue;
      const whole = open.length === SEGMENT_SAMPLES;
      // A short stretch would keep the room of a whole one for as long as it waits to be stored.
      const bytes = whole ? open.bytes : Buffer.from(open.bytes.subarray(0, open.length * 2));
      this.onSegment({
        number: index + 1,
        fromMs: index * SEGMENT_MS,
        durationMs: Math.ceil(open.length / SAMPLES_PER_MS),
        bytes,
        peaks: peaksOf(bytes),
      });
    }
  }
}

/** The picture of a stretch: the largest sample of every 100 ms and channel, 0 to 255 for silence to full scale. */
export function peaksOf(interleaved: Uint8Array): Uint8Array {
  const span = PEAK_MS * SAMPLES_PER_MS * 2;
  const spans = Math.ceil(interleaved.length / span);
  const peaks = new Uint8Array(spans * 2);
  for (let n = 0; n < spans; n++) {
    const end = Math.min((n + 1) * span, interleaved.length);
    let caller = 0;
    let agent = 0;
    for (let i = n * span; i < end; i += 2) {
      caller = Math.max(caller, Math.abs(MU_LAW_SAMPLES[interleaved[i]!]!));
      agent = Math.max(agent, Math.abs(MU_LAW_SAMPLES[interleaved[i + 1]!]!));
    }
    peaks[n * 2] = Math.round(caller * 255);
    peaks[n * 2 + 1] = Math.round(agent * 255);
  }
  return peaks;
}
