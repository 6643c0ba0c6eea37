import { FRAME_BYTES, FRAME_MS } from '../../telephony/callTransport.ts';
import { isAudible, type LineSound, SILENT_FRAME } from './lineSound.ts';
import type { LineStream, StreamEars } from './lineStream.ts';
import { Playout } from './playout.ts';
import { Tape } from './tape.ts';
import { type TimesOfCall, Timing } from './timing.ts';
import type { Rider } from './wheel.ts';

/** What a caller can do, and what it hears; all of it within a frame. */
export interface CallerSide {
  /** From the beginning of the sound. */
  readonly atMs: number;
  /** Begins to say this; what was being said ends. */
  say(sound: LineSound): void;
  readonly saying: boolean;
  key(digit: string): void;
  hangUp(): void;
  /** The connection breaks. */
  vanish(): void;
  /** How long nothing has been heard of the agent; counts from the beginning until something was. */
  readonly agentSilentMs: number;
  /** How long the agent has been speaking, pauses included; 0 while it is silent. */
  readonly agentSpeakingMs: number;
  /** What was heard from then until now, µ-law; empty where nothing is recorded. */
  heardSince(atMs: number): Uint8Array;
}

/** Somebody who calls: asked in every frame's time. */
export interface CallerOnLine {
  tick(side: CallerSide): void;
}

export type LineEnd = 'agent' | 'caller' | 'vanished' | 'broken' | 'transferred';

/** What became of the sound of a call, from its first stream to its end: times while somebody else's telephone rang count. */
export interface LineReport extends TimesOfCall {
  end: LineEnd;
  /** How the last socket was closed. */
  code: number;
  durationMs: number;
  marks: number;
  clears: number;
  /** Messages that a carrier would complain of. */
  refused: string[];
  /** µ-law, of the same length; empty where nothing is recorded. */
  sent: Uint8Array;
  heard: Uint8Array;
}

/** What carries the caller's side to the program. */
export type LineWay = Pick<LineStream, 'media' | 'key' | 'mark' | 'stop' | 'cut'>;

/** A pause between two of the agent's sounds that is longer ends what it says. */
const AGENT_PAUSE_MS = 400;

/**
 * The caller's side of one call: what they say every 20 ms, and what they hear of what comes. Streams carry it, one
 * after the other; between two of them nothing is heard and nobody listens, and time goes on.
 */
export class Line implements Rider, CallerSide, StreamEars {
  atMs = 0;
  /** How the caller left; null: they are there. */
  left: 'caller' | 'vanished' | null = null;
  /** When the first frame was due, by the clock. */
  private originMs: number | null = null;
  private readonly playout = new Playout();
  private readonly timing = new Timing();
  private readonly sent: Tape;
  private readonly heard: Tape;
  private readonly frame = new Uint8Array(FRAME_BYTES);
  private readonly options: LineOptions;
  private stream: LineWay | null = null;
  private sound: { sound: LineSound; next: number } | null = null;
  private marks = 0;
  private clears = 0;
  private lastAudibleMs: number | null = null;
  private agentSinceMs: number | null = null;
  private readonly refused: string[] = [];

  constructor(options: LineOptions) {
    this.options = options;
    this.sent = new Tape(options.record);
    this.heard = new Tape(options.record);
  }

  /** From now on this stream carries the sound. */
  connect(stream: LineWay): void {
    this.stream = stream;
  }

  /** The stream is over, or the carrier ends it; what it had queued is not heard any more. */
  disconnect(): void {
    this.stream?.stop();
    this.stream = null;
    this.playout.clear();
  }

  tick(dueMs: number): void {
    if (this.left) return;
    this.originMs ??= dueMs;
    const { vanishAtMs, caller } = this.options;
    if (vanishAtMs !== null && this.atMs >= vanishAtMs) {
      this.vanish();
      return;
    }
    this.hear();
    caller.tick(this);
    // The caller may have left.
    if (this.left) return;
    this.speak();
    this.atMs += FRAME_MS;
  }

  get saying(): boolean {
    return this.sound !== null;
  }

  get agentSilentMs(): number {
    return this.lastAudibleMs === null ? this.atMs : this.atMs - this.lastAudibleMs;
  }

  get agentSpeakingMs(): number {
    return this.agentSinceMs === null ? 0 : this.atMs - this.agentSinceMs;
  }

  say(sound: LineSound): void {
    this.sound = { sound, next: 0 };
    if (sound.audibleToMs > 0)
      this.timing.callerSpeaks(this.atMs, this.atMs + sound.audibleFromMs, this.atMs + sound.audibleToMs);
  }

  key(digit: string): void {
    this.stream?.key(digit);
    this.timing.callerKeys(this.atMs);
  }

  heardSince(atMs: number): Uint8Array {
    return this.heard.since(atMs);
  }

  hangUp(): void {
    this.leave('caller');
  }

  vanish(): void {
    this.leave('vanished');
  }

  // What comes of a stream (StreamEars).

  soundCame(mulaw: Uint8Array): void {
    if (this.playout.empty) this.timing.soundComes(this.nowMs);
    this.playout.sound(mulaw);
  }

  markCame(name: string): void {
    this.playout.mark(name);
  }

  clearCame(): void {
    this.clears++;
    this.timing.cleared(this.nowMs);
    this.answer(this.playout.clear());
  }

  refuse(message: string): void {
    this.refused.push(message);
  }

  /** @param how the call ended, and how its last socket was closed; for who left, it was by that. */
  report({ end, code }: Pick<LineReport, 'end' | 'code'>): LineReport {
    return {
      end: this.left ?? end,
      code,
      durationMs: this.atMs,
      marks: this.marks,
      clears: this.clears,
      refused: this.refused,
      sent: this.sent.all(),
      heard: this.heard.all(),
      ...this.timing.report(),
    };
  }

  private leave(how: 'caller' | 'vanished'): void {
    if (this.left) return;
    this.left = how;
    if (how === 'caller') this.stream?.stop();
    else this.stream?.cut();
    this.options.onLeft();
  }

  private hear(): void {
    this.answer(this.playout.next(this.frame));
    this.heard.add(this.frame);
    if (!isAudible(this.frame)) {
      if (this.agentSinceMs !== null && this.agentSilentMs > AGENT_PAUSE_MS) this.agentSinceMs = null;
      return;
    }
    this.agentSinceMs ??= this.atMs;
    this.lastAudibleMs = this.atMs;
    this.timing.heard(this.atMs);
  }

  private speak(): void {
    const { sound } = this;
    const payload = sound?.sound.frames[sound.next];
    this.sent.add(sound?.sound.mulaw, sound ? sound.next * FRAME_BYTES : 0);
    if (sound && ++sound.next >= sound.sound.frames.length) this.sound = null;
    this.stream?.media(payload ?? SILENT_FRAME, this.atMs);
  }

  private answer(marks: readonly string[]): void {
    this.marks += marks.length;
    for (const name of marks) this.stream?.mark(name);
  }

  /** Between two frames: when something came. */
  private get nowMs(): number {
    return this.originMs === null ? 0 : this.options.nowMs() - this.originMs;
  }
}

export interface LineOptions {
  caller: CallerOnLine;
  /** The clock by which frames are due. */
  nowMs: () => number;
  /** From the beginning of the sound; then the caller's connection breaks. */
  vanishAtMs: number | null;
  /** Keeps what was said and heard. */
  record: boolean;
  /** The caller hung up or vanished. */
  onLeft: () => void;
}
