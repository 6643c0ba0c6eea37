import type { Engine } from '../../shared/api/voices.ts';
import { ProblemError } from '../problem.ts';

/** This many failures in a row, and the engine is left alone for a while. */
const FAILURES_TO_OPEN = 3;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 5 * 60_000;
/** However long an engine asks to be left alone, it is tried again after this. */
const LONGEST_ASKED_MS = 30 * 60_000;
/** Failures after which it is left alone at once, unless it says for how long itself. */
const PAUSES_MS: Partial<Record<string, number>> = {
  'engine-quota': 10 * 60_000,
  'engine-rejected-key': 60_000,
  'engine-busy': 2_000,
};

/** Failures that say something about the engine; the others are the text's, the voice's or the caller's. */
const ENGINE_FAULTS = new Set([
  'engine-failed',
  'synthesis-failed',
  'engine-unavailable',
  'timeout',
  'internal',
]);

/**
 * Circuit breaker of one engine (M. Nygard, “Release It!”). Closed lets everything pass; open nothing, until its
 * pause is over; half-open a single request, whose outcome closes it or opens it for twice as long.
 */
export class Circuit {
  private failuresInRow = 0;
  private pauses = 0;
  private openUntil = 0;
  private probing = false;
  private reason: string | null = null;
  private readonly now: () => number;

  constructor(now = () => Date.now()) {
    this.now = now;
  }

  /** Asks to pass. Throws `engine-unavailable` with the reason while it is open. */
  pass(engineName: string): void {
    const { state } = this.read();
    if (state === 'closed') return;
    if (state === 'half-open' && !this.probing) {
      this.probing = true;
      return;
    }
    throw new ProblemError('engine-unavailable', `${engineName} is left alone for a moment: ${this.reason}`, {
      retryAfterSeconds: Math.max(1, Math.ceil((this.openUntil - this.now()) / 1000)),
    });
  }

  succeeded(): void {
    this.failuresInRow = 0;
    this.pauses = 0;
    this.openUntil = 0;
    this.probing = false;
    this.reason = null;
  }

  failed(error: unknown): void {
    const probed = this.probing;
    this.probing = false;
    const code = error instanceof ProblemError ? error.code : 'internal';
    const asked = error instanceof ProblemError ? error.retryAfterSeconds : undefined;
    const pauseMs = PAUSES_MS[code];
    if (pauseMs !== undefined) {
      this.open(error, asked === undefined ? pauseMs : Math.max(1, asked) * 1000);
      return;
    }
    // A text it refuses proves that it works.
    if (!ENGINE_FAULTS.has(code)) {
      if (probed) this.succeeded();
      return;
    }
    this.failuresInRow++;
    if (!probed && this.failuresInRow < FAILURES_TO_OPEN) return;
    this.open(error, Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(this.pauses, 10)));
    this.pauses++;
  }

  /** Whoever passed left before the outcome was known. */
  left(): void {
    this.probing = false;
  }

  private open(error: unknown, pauseMs: number): void {
    this.openUntil = this.now() + Math.min(LONGEST_ASKED_MS, pauseMs);
    this.reason = error instanceof ProblemError ? error.message : 'it failed for a reason nobody foresaw.';
  }

  read(): CircuitState {
    if (this.openUntil === 0) return { state: 'closed', reason: null, untilMs: null, probing: false };
    const state = this.now() < this.openUntil ? 'open' : 'half-open';
    return { state, reason: this.reason, untilMs: this.openUntil, probing: this.probing };
  }
}

interface CircuitState {
  state: Engine['circuit']['state'];
  /** Why it was last opened. */
  reason: string | null;
  /** From when on it is tried again, in Unix time; null while it is closed. */
  untilMs: number | null;
  /** Somebody tries it. */
  probing: boolean;
}
