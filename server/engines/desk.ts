import { ProblemError } from '../problem.ts';
import { Circuit } from './circuit.ts';
import type { AnyEngine } from './contract.ts';
import { FairQueue } from './fairQueue.ts';
import type { EngineFigures } from './figures.ts';
import { Looked } from './looked.ts';
import { EngineStatistics } from './statistics.ts';

/** How one request ended; one that was left ended in neither way. */
export type Answered = (outcome: 'succeeded' | 'failed', durationMs: number) => void;

/** Why a request is ended that another engine answered: if this one gave nothing yet, it did not answer in time. */
export class KeptStill extends ProblemError {
  constructor(name: string) {
    super('timeout', `${name} did not answer in time.`);
  }
}

/** Where requests for one engine are handed in: waits for a place, leaves it alone while it is ill, keeps its record. */
export class Desk<E extends AnyEngine> {
  readonly statistics = new EngineStatistics();
  readonly circuit = new Circuit();
  readonly looked: Looked;
  readonly queue: FairQueue;
  /** Streams last as long as somebody speaks: they have places of their own. */
  private readonly streams: FairQueue;
  readonly engine: E;
  private readonly onAnswered: Answered;

  constructor(engine: E, onAnswered: Answered = () => undefined) {
    this.engine = engine;
    this.looked = new Looked(engine);
    this.queue = new FairQueue(engine.concurrency);
    this.streams = engine.streams === undefined ? this.queue : new FairQueue(engine.streams);
    this.onAnswered = onAnswered;
  }

  /**
   * The pieces as the engine gives them. Success and failure are counted; leaving early, by the signal or by not
   * asking on, counts as neither, unless the signal says that it kept still. Throws what the engine throws, and `engine-unavailable` while its circuit is open.
   */
  async *run<Piece>(
    work: (engine: E) => AsyncIterable<Piece>,
    { workspaceId, signal, onAsked, tookMs: lasted, stream = false }: DeskRequest,
  ): AsyncGenerator<Piece> {
    const { engine, statistics, circuit } = this;
    circuit.pass(engine.name);
    let settled = false;
    let leave: (() => void) | undefined;
    try {
      leave = await (stream ? this.streams : this.queue).enter(workspaceId, signal);
      const startedAt = performance.now();
      onAsked?.();
      let begun = false;
      const failed = (error: unknown) => {
        settled = true;
        statistics.failed(error);
        circuit.failed(error);
        this.onAnswered('failed', performance.now() - startedAt);
      };
      try {
        for await (const piece of work(engine)) {
          if (!begun && !lasted) statistics.begun(performance.now() - startedAt);
          begun = true;
          yield piece;
        }
        settled = true;
        const tookMs = lasted?.() ?? performance.now() - startedAt;
        statistics.succeeded(tookMs);
        circuit.succeeded();
        this.looked.answered();
        this.onAnswered('succeeded', tookMs);
      } catch (error) {
        if (!signal.aborted) failed(error);
        else if (!begun && signal.reason instanceof KeptStill) failed(signal.reason);
        throw error;
      }
    } finally {
      if (!settled) circuit.left();
      leave?.();
    }
  }

  /** `run` for what is answered in one piece. */
  async ask<Value>(work: (engine: E) => Promise<Value>, request: DeskRequest): Promise<Value> {
    let answer: { value: Value } | undefined;
    for await (const value of this.run(async function* (engine) {
      yield await work(engine);
    }, request))
      answer = { value };
    // The one piece always comes unless something was thrown.
    return answer!.value;
  }

  get healthy(): boolean {
    return this.circuit.read().state === 'closed';
  }

  /** Another one whenever `figures` gives others. */
  get stamp(): string {
    return [this.statistics.asked, this.queue.active, this.queue.length].join();
  }

  /** What this process knows of the engine. */
  figures(): EngineFigures {
    const { reason, untilMs, probing } = this.circuit.read();
    return {
      ...this.statistics.read(),
      active: this.queue.active,
      waiting: this.queue.length,
      leftAlone: untilMs === null ? null : { reason, untilMs, probing },
    };
  }
}

/** For whom an engine is asked, and until when. */
export interface DeskRequest {
  /** Places are shared out fairly between workspaces. */
  workspaceId: string;
  signal: AbortSignal;
  /** The engine begins: it waited for its place before. */
  onAsked?: (() => void) | undefined;
  /** How long the engine took, where that is not the time until the end: a stream lasts as long as its speaker. */
  tookMs?: (() => number) | undefined;
  /** Somebody speaks, and is followed as they do. */
  stream?: boolean;
}
