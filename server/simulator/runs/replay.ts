import { CALL_RATE_HZ } from '../../telephony/callTransport.ts';
import type { CallerOnLine, CallerSide } from '../carrier/line.ts';
import { type LineSound, lineSound } from '../carrier/lineSound.ts';
import { pausesIn } from '../hearing/pauses.ts';

/** A caller's part of a recorded call, cut where it is silent for so long. */
const BETWEEN_MS = 900;
const EDGE_MS = 60;
/** What is said in answer comes so long behind the agent's last sound. */
const ANSWERS_AFTER_MS = 700;
const WAITS_MS = 15_000;

/** One thing that a caller said, and how it came: into what the agent said, or behind it. */
export interface Utterance {
  sound: LineSound;
  fromMs: number;
  toMs: number;
  /** How long the agent had been speaking; null: it was silent. */
  intoMs: number | null;
}

/** What the caller of a recording said. Both channels are µ-law of the same time. */
export function utterancesOf(caller: Uint8Array, agent: Uint8Array): Utterance[] {
  const at = (ms: number) => Math.round((ms * CALL_RATE_HZ) / 1000);
  const { pauses, endMs, audible } = pausesIn(caller);
  if (!audible) return [];
  const cuts = pauses.filter(({ fromMs, toMs }, index) => index === 0 || toMs - fromMs >= BETWEEN_MS);
  return cuts.map(({ toMs: fromMs }, index) => {
    const toMs = cuts[index + 1]?.fromMs ?? endMs;
    return {
      sound: lineSound(caller.slice(at(Math.max(0, fromMs - EDGE_MS)), at(toMs + EDGE_MS))),
      fromMs,
      toMs,
      intoMs: spokenBefore(agent.subarray(0, at(fromMs)), fromMs),
    };
  });
}

/** For how long somebody has been speaking at the end of a sound. */
function spokenBefore(sound: Uint8Array, atMs: number): number | null {
  const { pauses, endMs, audible } = pausesIn(sound);
  if (!audible || atMs - endMs > 200) return null;
  const last = pauses.findLast(({ fromMs, toMs }) => toMs - fromMs > 400) ?? pauses[0]!;
  return atMs - last.toMs;
}

/** Says again what was said, each when its moment comes: behind what the agent says now, or into it. */
export class Replayer implements CallerOnLine {
  /** When each was said this time. */
  readonly saidAtMs: number[] = [];
  private readonly utterances: readonly Utterance[];
  private sinceMs = 0;
  private heard = false;

  constructor(utterances: readonly Utterance[]) {
    this.utterances = utterances;
  }

  tick(side: CallerSide): void {
    if (side.saying) {
      this.sinceMs = side.atMs;
      this.heard = false;
      return;
    }
    this.heard ||= side.agentSpeakingMs > 0;
    const next = this.utterances[this.saidAtMs.length];
    const waitedMs = side.atMs - this.sinceMs;
    const answered = this.heard && side.agentSilentMs >= ANSWERS_AFTER_MS;
    if (!next) {
      if ((answered && side.agentSilentMs > 2_000) || waitedMs > WAITS_MS) side.hangUp();
      return;
    }
    const due = next.intoMs === null ? answered : side.agentSpeakingMs >= next.intoMs || answered;
    if (!due && waitedMs < WAITS_MS) return;
    this.saidAtMs.push(side.atMs);
    side.say(next.sound);
  }
}
