import type { RawSpeech, SpeechEngine, SynthesisRequest } from '../contract.ts';
import type { SpeechMetrics } from '../metrics.ts';
import { Circuit } from './circuit.ts';
import { FairQueue } from './fairQueue.ts';
import { EngineStatistics } from './statistics.ts';

/** Where requests for one engine are handed in: waits for a place, leaves it alone while it is ill, keeps its record. */
export class EngineDesk {
  readonly statistics = new EngineStatistics();
  readonly circuit = new Circuit();
  readonly queue: FairQueue;
  readonly engine: SpeechEngine;

  constructor(engine: SpeechEngine) {
    this.engine = engine;
    this.queue = new FairQueue(engine.concurrency);
  }

  /**
   * The pieces as the engine gives them. Success and failure are counted; leaving early, by the signal or by not
   * asking on, counts as neither. Throws what the engine throws, and `engine-unavailable` while its circuit is open.
   */
  async *speak(
    request: SynthesisRequest,
    workspaceId: string,
    { metrics, onAsked }: { metrics?: SpeechMetrics | undefined; onAsked?: (() => void) | undefined } = {},
  ): AsyncGenerator<RawSpeech> {
    const { engine, statistics, circuit } = this;
    circuit.pass(engine.name);
    let settled = false;
    let leave: (() => void) | undefined;
    try {
      leave = await this.queue.enter(workspaceId, request.signal);
      const startedAt = performance.now();
      onAsked?.();
      try {
        let heard = false;
        for await (const piece of piecesOf(engine, request)) {
          if (!heard) statistics.heard(performance.now() - startedAt);
          heard = true;
          yield piece;
        }
        settled = true;
        const tookMs = performance.now() - startedAt;
        statistics.succeeded(tookMs);
        circuit.succeeded();
        metrics?.spoke(engine.id, 'succeeded', tookMs);
      } catch (error) {
        if (!request.signal.aborted) {
          settled = true;
          statistics.failed(error);
          circuit.failed(error);
          metrics?.spoke(engine.id, 'failed', performance.now() - startedAt);
        }
        throw error;
      }
    } finally {
      if (!settled) circuit.left();
      leave?.();
    }
  }

  get healthy(): boolean {
    return this.circuit.read().state === 'closed';
  }
}

async function* piecesOf(engine: SpeechEngine, request: SynthesisRequest): AsyncIterable<RawSpeech> {
  if (engine.stream) yield* engine.stream(request);
  else yield await engine.synthesize(request);
}
