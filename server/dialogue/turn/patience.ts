import { ProblemError } from '../../problem.ts';

/** How long one agent may take. */
export interface TurnLimits {
  /** Until its first piece. */
  firstPieceMs: number;
  /** Between one piece and the next, while no tool runs. */
  idleMs: number;
  /** For the whole turn, whoever answers. */
  totalMs: number;
}

export const TURN_LIMITS: TurnLimits = { firstPieceMs: 15_000, idleMs: 15_000, totalMs: 90_000 };

/** Waits for somebody who may stall: its signal aborts with `timeout` once nothing came for too long. */
export class Patience {
  private readonly controller = new AbortController();
  private readonly name: string;
  private timer: NodeJS.Timeout | undefined;
  /** Tools that run now; they have time limits of their own. */
  private busy = 0;
  private waitMs: number;

  constructor(name: string, firstMs: number) {
    this.name = name;
    this.waitMs = firstMs;
    this.restart();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Something came; the next may take so long. */
  heard(nextMs: number): void {
    this.waitMs = nextMs;
    this.restart();
  }

  toolStarted(): void {
    this.busy += 1;
    this.restart();
  }

  toolEnded(): void {
    this.busy -= 1;
    this.restart();
  }

  end(): void {
    clearTimeout(this.timer);
  }

  private restart(): void {
    clearTimeout(this.timer);
    if (this.busy > 0) return;
    this.timer = setTimeout(
      () => this.controller.abort(new ProblemError('timeout', `${this.name} did not answer in time.`)),
      this.waitMs,
    );
  }
}
