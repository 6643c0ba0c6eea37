import { expect, test } from 'vitest';
import { WaveFile } from 'wavefile';
import { encodeALaw, encodeMuLaw } from './g711.ts';

const EVERY = Int16Array.from({ length: 65_536 }, (_, i) => i - 32_768);

/** What another codec makes of the bytes. */
function decoded(bytes: Uint8Array, bitDepth: '8m' | '8a'): Int16Array {
  const file = new WaveFile();
  file.fromScratch(1, 8000, bitDepth, bytes);
  if (bitDepth === '8m') file.fromMuLaw();
  else file.fromALaw();
  return file.getSamples(false, Int16Array) as unknown as Int16Array;
}

test.each([
  ['µ-law', encodeMuLaw, '8m', 32_635, 4],
  ['A-law', encodeALaw, '8a', 32_767, 8],
] as const)('%s keeps every sample to within half a step of its segment', (_, encode, depth, clip, least) => {
  const bytes = encode(EVERY);
  const back = decoded(bytes, depth);
  let wrong = 0;
  for (let i = 0; i < EVERY.length; i++) {
    const sample = Math.max(-clip, Math.min(clip, EVERY[i]!));
    // A step is a sixteenth of its segment, which begins at a power of two.
    const step = Math.max(2 * least, 2 ** (Math.floor(Math.log2(Math.abs(sample) + 132)) - 4));
    if (Math.abs(back[i]! - sample) > step / 2 + 1) wrong++;
  }
  expect(wrong).toBe(0);
  expect(new Set(bytes).size).toBe(256);
});

test('silence is what the standard sends', () => {
  expect([...encodeMuLaw(Int16Array.of(0))]).toEqual([0xff]);
  expect([...encodeALaw(Int16Array.of(0))]).toEqual([0xd5]);
});
