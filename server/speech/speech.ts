import type { Engine } from '../../shared/api/voices.ts';
import type { SpeechDocument } from '../../shared/markup/document.ts';
import { ProblemError } from '../problem.ts';
import { openAudioCache, soundKey } from './cache.ts';
import type { RawSpeech, SpeakRequest, Speech, SpeechEngine } from './contract.ts';
import type { AudioPool } from './mastering/pool.ts';
import type { SpeechMetrics } from './metrics.ts';
import { readText } from './readText.ts';
import { openRouter, type Speaker } from './router.ts';
import { EngineStatistics } from './statistics.ts';

export interface SpeechOptions {
  /** Most preferred first. */
  engines: readonly SpeechEngine[];
  pool: AudioPool;
  /** How much finished audio is kept in memory; 0 keeps none. */
  cacheBytes: number;
  metrics?: SpeechMetrics;
  /** Engines that could be there and are not, with what to do about it. */
  absent?: readonly Pick<Engine, 'id' | 'name' | 'kind' | 'hint'>[];
}

/** A synthesis is worth this much of the progress, mastering the rest. */
const SYNTHESIS_SHARE = 0.9;

/** Everything the rest of the product needs of speech. Closing it closes the engines, and the pool. */
export function openSpeech({ engines, pool, cacheBytes, metrics, absent = [] }: SpeechOptions): Speech {
  const router = openRouter(engines);
  const cache = openAudioCache(cacheBytes);
  const statistics = new Map(engines.map((engine) => [engine.id, new EngineStatistics()]));
  const statisticsOf = (engine: SpeechEngine) => statistics.get(engine.id)!;

  function prepare(request: Parameters<Speech['check']>[0]): Speaker & { document: SpeechDocument } {
    const document = readText(request.text, request.language);
    const speaker = router.find(request.voiceId, request.language);
    speaker.engine.check({ document, voiceId: request.voiceId, parameters: request.parameters });
    return { ...speaker, document };
  }

  /** The pieces as the engine gives them, its success and failure counted; leaving early counts as neither. */
  async function* pieces(request: SpeakRequest, engine: SpeechEngine, document: SpeechDocument) {
    const { voiceId, parameters, signal } = request;
    const startedAt = performance.now();
    try {
      signal.throwIfAborted();
      const synthesis = { document, voiceId, parameters, signal };
      if (engine.stream) yield* engine.stream(synthesis);
      else yield await engine.synthesize(synthesis);
      const tookMs = performance.now() - startedAt;
      statisticsOf(engine).succeeded(tookMs);
      metrics?.spoke(engine.id, 'succeeded', tookMs);
    } catch (error) {
      if (!signal.aborted) {
        statisticsOf(engine).failed();
        metrics?.spoke(engine.id, 'failed', performance.now() - startedAt);
      }
      throw error;
    }
  }

  return {
    check(request) {
      const { voice, engine } = prepare(request);
      return { voice, engine: { id: engine.id, version: engine.version } };
    },

    async speak(request) {
      const { voice, engine, document } = prepare(request);
      request.signal.throwIfAborted();
      const key = soundKey({ ...request, engineId: engine.id, engineVersion: engine.version });
      const known = cache.get(key);
      statisticsOf(engine).cacheAnswered(known !== undefined);
      metrics?.cacheAnswered(known !== undefined);
      const spoken = {
        engine: { id: engine.id, version: engine.version },
        voice: { id: voice.id, name: voice.name },
        // The engines that cost money say so themselves once there are any.
        costUsd: 0,
      };
      if (known) {
        request.onProgress?.(1);
        return { ...known, ...spoken, cached: true };
      }
      // What is spoken already is resampled while the engine speaks on.
      const all: Promise<RawSpeech>[] = [];
      let reached = 0;
      for await (const piece of pieces(request, engine, document)) {
        reached = Math.max(reached, piece.words.at(-1)?.charEnd ?? 0);
        const resampled = pool.resample(piece, request.signal);
        // Awaited below; until then a failure must not count as unhandled.
        resampled.catch(() => undefined);
        all.push(resampled);
        request.onProgress?.((SYNTHESIS_SHARE * reached) / request.text.length);
      }
      const given = await Promise.all(all.splice(0));
      if (given.every((piece) => piece.samples.length === 0)) throw silent(voice.name);
      const { loudnessLufs } = request.parameters;
      const audio = await pool.master(given, { loudnessLufs }, request.signal);
      cache.set(key, audio);
      request.onProgress?.(1);
      return { ...audio, ...spoken, cached: false };
    },

    async *stream(request) {
      const { engine, document } = prepare(request);
      for await (const piece of pieces(request, engine, document)) {
        if (piece.samples.length === 0) continue;
        const { loudnessLufs } = request.parameters;
        const { samples, sampleRateHz } = await pool.master([piece], { loudnessLufs }, request.signal);
        yield { samples, sampleRateHz };
      }
    },

    encode: (samples, sampleRateHz, format) => pool.encode(samples, sampleRateHz, format),
    voices: router.voices,

    engines() {
      const present = engines.map((engine) => ({
        id: engine.id,
        name: engine.name,
        version: engine.version,
        kind: engine.kind,
        configured: true,
        healthy: statisticsOf(engine).healthy,
        hint: null,
        voiceCount: engine.voices.length,
        statistics: statisticsOf(engine).read(),
      }));
      const missing = absent.map((engine) => ({
        ...engine,
        version: '',
        configured: false,
        healthy: false,
        voiceCount: 0,
        statistics: new EngineStatistics().read(),
      }));
      return [...present, ...missing];
    },

    async close() {
      await Promise.all(engines.map((engine) => engine.close()));
      await pool.close();
    },
  };
}

function silent(voice: string): ProblemError {
  return new ProblemError('synthesis-failed', `${voice} made no sound of this text. Write it differently.`);
}
