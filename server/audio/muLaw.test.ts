import { expect, test } from 'vitest';
import { encodeMuLaw } from './g711.ts';
import { decodeMuLaw, MU_LAW_SAMPLES } from './muLaw.ts';

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
