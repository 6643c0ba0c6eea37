import type { EmphasisLevel } from '../../../shared/speech/parameters.ts';
import type { Span } from '../plan/emphasise.ts';
import { nonsense } from './failures.ts';
import type { Heard } from './heard.ts';
import { PhraseCutter } from './phrases.ts';
import type { Shape } from './shape.ts';
import type { Shaper } from './shaper.ts';

/** A finished piece of an utterance. */
export interface ShapedPhrase {
  samples: Float32Array;
  /** Of every token, from the beginning of this piece; only the last piece has them, and they may lie before it. */
  spans: readonly Span[];
}

/**
 * Cuts what arrives of an utterance into phrases and gives them their shape, at `toHz`. Where words are stressed it
 * waits for the whole utterance and its times. The last piece may be empty, and only bring the times.
 */
export async function* shapePhrases(
  engine: string,
  pieces: AsyncIterable<Heard>,
  shape: Shape,
  levels: readonly (EmphasisLevel | undefined)[],
  toHz: number,
  shaper: Shaper,
  signal: AbortSignal,
): AsyncGenerator<ShapedPhrase> {
  const stressing = levels.some((level) => level !== undefined && level !== 'none');
  let cutter: PhraseCutter | undefined;
  let fromHz = toHz;
  let times: readonly Span[] | undefined;

  const finish = async (samples: Float32Array, spans: readonly Span[]): Promise<ShapedPhrase> => {
    const plain = shape.length === 1 && shape.pitch === 0 && shape.brightnessDb === 0 && fromHz === toHz;
    if (plain && !stressing) return { samples, spans };
    const shaped = await shaper.run(
      { ...shape, samples, fromHz, toHz, stressed: stressing ? { spans, levels } : null },
      signal,
    );
    return stressing ? shaped : { samples: shaped.samples, spans: moved(spans, 0, shape.length) };
  };

  for await (const piece of pieces) {
    if (piece.spans) times = piece.spans;
    if (piece.samples.length === 0) continue;
    if (!cutter) {
      fromHz = piece.sampleRateHz;
      cutter = new PhraseCutter(fromHz, { whole: stressing });
    }
    if (piece.sampleRateHz !== fromHz) throw nonsense(engine, 'changed its sample rate while speaking');
    for (const { samples } of cutter.push(piece.samples)) yield await finish(samples, []);
  }
  const last = cutter?.end();
  if (!cutter || !last) return;
  if (stressing && !times) throw nonsense(engine, 'does not say when its words are heard');
  const msOf = (samples: number) => (samples * 1000) / fromHz;
  const [startMs, endMs] = [msOf(cutter.startSample), msOf(last.atSample + last.samples.length)];
  const held = (times ?? []).map(
    (span) =>
      span && {
        startMs: Math.min(endMs, Math.max(startMs, span.startMs)),
        endMs: Math.min(endMs, Math.max(startMs, span.endMs)),
      },
  );
  const spans = moved(held, -msOf(last.atSample), 1);
  if (last.samples.length > 0) yield await finish(last.samples, spans);
  else if (times) yield { samples: last.samples, spans: moved(spans, 0, shape.length) };
}

const moved = (spans: readonly Span[], byMs: number, factor: number): Span[] =>
  spans.map(
    (span) => span && { startMs: (span.startMs + byMs) * factor, endMs: (span.endMs + byMs) * factor },
  );
