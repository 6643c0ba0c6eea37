import type { CallerOnLine, CallerSide } from '../../../server/simulator/carrier/line.ts';
import type { LineSound } from '../../../server/simulator/carrier/lineSound.ts';

/** What all callers of a level share. */
export interface Level {
  /** From then on it counts; on the clock of `performance.now()`. */
  countsFromMs: number;
  untilMs: number;
}

/** Waited for behind the agent's sound. */
const ANSWERS_AFTER_MS = 300;
/** Every so many answers it speaks into the agent's sound, so long behind its beginning. */
const INTERRUPTS_EVERY = 5;
const INTO_MS = 600;
/** Who is not answered says something again. */
const WAITS_MS = 6_000;

/** Somebody who talks about half of the time, one thing after the other, and interrupts now and then. */
export class Talker implements CallerOnLine {
  /** When it began to count, in the time of the line. */
  countsFrom = Number.POSITIVE_INFINITY;
  private turn: number;
  private sinceMs = 0;
  private readonly firstMs: number;
  private readonly sounds: readonly LineSound[];
  private readonly level: Level;

  constructor(sounds: readonly LineSound[], level: Level, number: number) {
    this.sounds = sounds;
    this.level = level;
    this.turn = number;
    this.firstMs = 2_200 + ((number * 619) % 3_000);
  }

  tick(side: CallerSide): void {
    const nowMs = performance.now();
    if (nowMs >= this.level.untilMs) {
      side.hangUp();
      return;
    }
    if (nowMs >= this.level.countsFromMs && side.atMs < this.countsFrom) this.countsFrom = side.atMs;
    if (side.saying) {
      this.sinceMs = side.atMs;
      return;
    }
    if (!this.due(side)) return;
    side.say(this.sounds[this.turn % this.sounds.length]!);
    this.turn++;
  }

  private due({ atMs, agentSpeakingMs, agentSilentMs }: CallerSide): boolean {
    if (atMs < this.firstMs) return false;
    const answered = atMs - agentSilentMs > this.sinceMs;
    if (this.turn % INTERRUPTS_EVERY === 0 && agentSpeakingMs >= INTO_MS && answered) return true;
    return (answered && agentSilentMs >= ANSWERS_AFTER_MS) || atMs - this.sinceMs > WAITS_MS;
  }
}
