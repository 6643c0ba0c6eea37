import { silence } from '../../audio/join.ts';
import type { RawSpeech } from '../contract.ts';
import { joinSpeech } from '../joinSpeech.ts';
import type { Span } from './emphasise.ts';
import type { Step, Token } from './plan.ts';

/** An utterance as an engine's process gives it back. */
export interface SpokenUtterance {
  samples: Float32Array;
  sampleRateHz: number;
  /** One for each token. */
  spans: Span[];
}

/**
 * Speaks a plan, `ahead` utterances at a time, and yields an utterance with the silence before it as soon
 * as its turn has come. Leaving early aborts what is under way.
 */
export async function* speakPlan(
  steps: readonly Step[],
  rateHz: number,
  ahead: number,
  signal: AbortSignal,
  speak: (utterance: Extract<Step, { kind: 'utterance' }>, signal: AbortSignal) => Promise<SpokenUtterance>,
): AsyncIterable<RawSpeech> {
  const own = new AbortController();
  const either = AbortSignal.any([signal, own.signal]);
  const utterances = steps.filter((step) => step.kind === 'utterance');
  const running: Promise<SpokenUtterance>[] = [];
  let next = 0;
  const begin = () => {
    const utterance = utterances[next++];
    if (!utterance) return;
    const promise = speak(utterance, either);
    // Its failure is seen where it is awaited; until then it must not count as unhandled.
    promise.catch(() => undefined);
    running.push(promise);
  };
  for (let i = 0; i < ahead; i++) begin();
  try {
    let silenceMs = 0;
    for (const step of steps) {
      if (step.kind === 'silence') {
        silenceMs += step.durationMs;
        continue;
      }
      const spoken = await running.shift()!;
      begin();
      const pause = silence(silenceMs, rateHz);
      const samples = new Float32Array(pause.length + spoken.samples.length);
      samples.set(spoken.samples, pause.length);
      yield {
        samples,
        sampleRateHz: rateHz,
        words: wordsOf(step.tokens, spoken.spans, (pause.length * 1000) / rateHz),
      };
      silenceMs = 0;
    }
    if (silenceMs > 0) yield { samples: silence(silenceMs, rateHz), sampleRateHz: rateHz, words: [] };
  } finally {
    own.abort(new Error('The listener has left.'));
  }
}

function wordsOf(tokens: readonly Token[], spans: readonly Span[], offsetMs: number): RawSpeech['words'] {
  return tokens.flatMap((token, index) => {
    const span = spans[index];
    if (!span) return [];
    const { charStart, charEnd } = token;
    const text = token.replaces ?? token.text;
    return [{ text, startMs: offsetMs + span.startMs, endMs: offsetMs + span.endMs, charStart, charEnd }];
  });
}

/** A whole text from its pieces. */
export async function collectSpeech(pieces: AsyncIterable<RawSpeech>): Promise<RawSpeech> {
  const all: RawSpeech[] = [];
  for await (const piece of pieces) all.push(piece);
  return joinSpeech(all);
}
