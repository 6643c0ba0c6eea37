import { FRAME_MS } from '../../telephony/callTransport.ts';

/** What the caller said at one time, and when it was answered: all by the carrier's clock, from the beginning of the sound. */
export interface SaidAt {
  /** When the first and the last audible frame were sent. */
  fromMs: number;
  toMs: number;
  /** The agent was heard when it began. */
  interrupting: boolean;
  /** When the first sound came that was not there before; null: none before the caller spoke again. */
  answeredMs: number | null;
  /** When it was first audible. */
  audibleMs: number | null;
  /** The agent began to speak before the caller was done. */
  cutOffMs: number | null;
  /** When the agent's sound was stopped because of it. */
  clearedMs: number | null;
}

export interface TimesOfCall {
  /** When the first sound of the agent came, from the beginning of the call's sound. */
  greetedMs: number | null;
  said: SaidAt[];
  /** When keys were pressed, and the first sound after each. */
  keys: { atMs: number; answeredMs: number | null }[];
  /** The longest time that nothing was heard of the agent while it was its turn. */
  longestSilenceMs: number;
}

/** The agent counts as speaking for so long behind its last audible frame. */
const PAUSE_MS = 200;

/** Takes down when what was said and heard. */
export class Timing {
  private readonly said: SaidAt[] = [];
  private readonly keys: { atMs: number; answeredMs: number | null }[] = [];
  private greetedMs: number | null = null;
  private lastHeardMs = Number.NEGATIVE_INFINITY;
  private longestSilenceMs = 0;

  callerSpeaks(atMs: number, fromMs: number, toMs: number): void {
    this.said.push({
      fromMs,
      toMs: toMs - FRAME_MS,
      interrupting: atMs - this.lastHeardMs < PAUSE_MS,
      answeredMs: null,
      audibleMs: null,
      cutOffMs: null,
      clearedMs: null,
    });
  }

  callerKeys(atMs: number): void {
    this.keys.push({ atMs, answeredMs: null });
  }

  /** Sound comes while nothing was queued. */
  soundComes(atMs: number): void {
    this.greetedMs ??= atMs;
    const key = this.keys.at(-1);
    if (key && key.answeredMs === null) key.answeredMs = atMs;
    const last = this.said.at(-1);
    if (!last) return;
    if (atMs >= last.toMs) last.answeredMs ??= atMs;
    else if (atMs > last.fromMs && (!last.interrupting || last.clearedMs !== null)) last.cutOffMs ??= atMs;
  }

  /** A frame of the agent was audible. */
  heard(atMs: number): void {
    const last = this.said.at(-1);
    if (last?.answeredMs !== null && last?.answeredMs !== undefined && last.audibleMs === null) {
      last.audibleMs = atMs;
      this.longestSilenceMs = Math.max(this.longestSilenceMs, atMs - last.toMs);
    }
    this.lastHeardMs = atMs;
  }

  cleared(atMs: number): void {
    const last = this.said.at(-1);
    if (last && atMs >= last.fromMs) last.clearedMs ??= atMs;
  }

  report(): TimesOfCall {
    const { greetedMs, said, keys, longestSilenceMs } = this;
    return { greetedMs, said, keys, longestSilenceMs };
  }
}
