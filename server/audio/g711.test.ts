import { expect, test } from 'vitest';
import { WaveFile } from 'wavefile';
import { MU_LAW_SAMPLES } from '../../shared/audio/muLaw.ts';
import { decodeMuLaw, encodeALaw, encodeMuLaw } from './g711.ts';

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

test('every byte decodes to the middle of the step that encodes to it, and zero to silence', () => {
  for (let byte = 0; byte < 256; byte++) {
    const sample = Int16Array.of(Math.round(MU_LAW_SAMPLES[byte]! * 32_768));
    // Both zeros are silence, and are sent as the positive one.
    expect(encodeMuLaw(sample)[0]).toBe(byte === 0x7f ? 0xff : byte);
  }
  expect([...decodeMuLaw(Uint8Array.of(0xff, 0x7f))]).toEqual([0, -0].map((zero) => expect.closeTo(zero)));
  // The largest step of the recommendation, on 16 bits.
  expect(MU_LAW_SAMPLES[0x80]! * 32_768).toBe(32_124);
});
