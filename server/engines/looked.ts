import { ProblemError } from '../problem.ts';
import type { AnyEngine } from './contract.ts';

const FRESH_MS = 60_000;
/** After a failure somebody may be setting it right. */
const RETRY_MS = 10_000;
/** Nobody waits longer for a look. */
const PATIENCE_MS = 4_000;

/** Whether an engine is there, for people who look at its state; no request waits for it, nor is kept from it. */
export class Looked {
  /** What stood in its way at the last look, in words. */
  problem: string | null = null;
  private againAt = 0;
  private running: Promise<void> | undefined;
  private readonly engine: AnyEngine;

  constructor(engine: AnyEngine) {
    this.engine = engine;
  }

  /** Looks, unless that was done lately; an engine that does not answer within some seconds is told to be silent. */
  look(): Promise<void> {
    if (!this.engine.look || Date.now() < this.againAt) return Promise.resolve();
    this.running ??= this.ask(this.engine.look).finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  /** A request was answered: it is there. */
  answered(): void {
    this.problem = null;
  }

  private async ask(look: NonNullable<AnyEngine['look']>): Promise<void> {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    try {
      await look(signal);
      this.problem = null;
    } catch (error) {
      const { name } = this.engine;
      this.problem = error instanceof ProblemError ? error.message : `${name} does not answer.`;
    }
    this.againAt = Date.now() + (this.problem === null ? FRESH_MS : RETRY_MS);
  }
}
