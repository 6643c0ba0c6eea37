import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chunksOf } from './chunks.ts';

const spansArbitrary = fc
  .array(
    fc.record({ gapMs: fc.integer({ min: 1, max: 4_000 }), lengthMs: fc.integer({ min: 100, max: 40_000 }) }),
    {
      maxLength: 12,
    },
  )
  .map((list) => {
    let at = 0;
    return list.map(({ gapMs, lengthMs }) => {
      const startMs = at + gapMs;
      at = startMs + lengthMs;
      return { startMs, endMs: at };
    });
  });

test('every moment of speech is in exactly one chunk, and no chunk is longer than allowed', () => {
  fc.assert(
    fc.property(spansArbitrary, fc.integer({ min: 5_000, max: 60_000 }), (spans, mostMs) => {
      const durationMs = (spans.at(-1)?.endMs ?? 0) + 100;
      const samples = new Int16Array((durationMs / 1000) * 16_000);
      const chunks = chunksOf(spans, samples, { mostMs, durationMs });
      let endMs = 0;
      for (const chunk of chunks) {
        expect(chunk.startMs).toBeGreaterThanOrEqual(endMs);
        endMs = chunk.endMs;
        expect(endMs - chunk.startMs).toBeLessThanOrEqual(mostMs + 1e-6);
        for (const span of chunk.spans) {
          expect(span.startMs).toBeGreaterThanOrEqual(chunk.startMs - 1e-6);
          expect(span.endMs).toBeLessThanOrEqual(chunk.endMs + 1e-6);
        }
      }
      const length = (list: readonly { startMs: number; endMs: number }[]) =>
        list.reduce((sum, span) => sum + span.endMs - span.startMs, 0);
      expect(length(chunks.flatMap((chunk) => chunk.spans))).toBeCloseTo(length(spans), 3);
    }),
    { numRuns: 200 },
  );
});

test('speech without a silence is cut where it is quietest', () => {
  const durationMs = 30_000;
  const samples = Int16Array.from({ length: durationMs * 16 }, (_, n) =>
    Math.abs(n / 16 - 8_500) < 60 ? 0 : 8_000 * Math.sin(n / 8),
  );
  const chunks = chunksOf([{ startMs: 0, endMs: durationMs }], samples, { mostMs: 10_000, durationMs });
  expect(chunks[0]!.endMs).toBeGreaterThan(8_440);
  expect(chunks[0]!.endMs).toBeLessThan(8_560);
});
