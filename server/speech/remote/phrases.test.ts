import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noise, voice } from '../../../test/support/signals.ts';
import { soundOnly } from '../plan/soundOnly.ts';
import { PhraseCutter } from './phrases.ts';

const RATE = 16_000;
/** Three seconds of speech with pauses, in silence of `padMs` that is not quite silent. */
const spoken = (padMs: number, pauseMs: number) => {
  const pad = Math.round((padMs * RATE) / 1000);
  const pause = Math.round((pauseMs * RATE) / 1000);
  const sound = voice(120, 1.2, RATE);
  const out = noise(2 * pad + 2 * sound.length + pause).map((sample) => sample * 0.0005);
  out.set(sound, pad);
  out.set(sound, pad + sound.length + pause);
  return out;
};

function cut(samples: Float32Array, sizes: readonly number[], whole = false) {
  const cutter = new PhraseCutter(RATE, { whole });
  const phrases = [];
  for (let at = 0, i = 0; at < samples.length; i++) {
    const size = sizes[i % sizes.length]!;
    phrases.push(...cutter.push(samples.subarray(at, at + size)));
    at += size;
  }
  phrases.push(cutter.end());
  return { phrases, startSample: cutter.startSample };
}

test('however it arrives, the phrases together are what soundOnly leaves of the whole', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 0, max: 600 }),
      fc.integer({ min: 200, max: 500 }),
      (sizes, padMs, pauseMs) => {
        const samples = spoken(padMs, pauseMs);
        const { phrases, startSample } = cut(samples, sizes);
        const expected = soundOnly(samples, RATE);
        expect(phrases.length).toBeGreaterThanOrEqual(2);
        const joined = phrases.flatMap((phrase) => [...phrase.samples]);
        // Both tell silence from the loudest sample, but what is quiet just at the edge may fall to either side.
        expect(Math.abs(joined.length - expected.samples.length)).toBeLessThan(0.03 * RATE);
        expect(Math.abs((startSample * 1000) / RATE - expected.removedMs)).toBeLessThan(20);
        for (const [index, phrase] of phrases.slice(1).entries())
          expect(phrase.atSample).toBe(phrases[index]!.atSample + phrases[index]!.samples.length);
      },
    ),
    { numRuns: 30 },
  );
});

test('all in one where it is asked for, nothing of silence, and what is quiet is heard too', () => {
  expect(cut(spoken(100, 400), [777], true).phrases).toHaveLength(1);
  expect(cut(new Float32Array(RATE), [1000]).phrases).toMatchObject([{ samples: new Float32Array(0) }]);
  const quiet = spoken(100, 300).map((sample) => sample * 0.002);
  const { phrases } = cut(quiet, [1000]);
  expect(phrases).toHaveLength(1);
  expect(phrases[0]!.samples.length).toBeGreaterThan(2.2 * RATE);
});
