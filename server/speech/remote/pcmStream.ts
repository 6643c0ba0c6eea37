import type { Heard } from './heard.ts';

/** Raw mono s16le at a known rate, as it arrives; half a sample waits for its other half, and is left out at the end. */
export async function* readPcm16(
  chunks: AsyncIterable<Uint8Array>,
  sampleRateHz: number,
): AsyncGenerator<Heard> {
  let left: Uint8Array = new Uint8Array(0);
  for await (const chunk of chunks) {
    const bytes = left.length === 0 ? chunk : Buffer.concat([left, chunk]);
    const whole = bytes.length & ~1;
    left = bytes.slice(whole);
    if (whole > 0) yield { samples: samplesOf(bytes.subarray(0, whole)), sampleRateHz };
  }
}

function samplesOf(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const samples = new Float32Array(bytes.length >> 1);
  for (let i = 0; i < samples.length; i++) samples[i] = view.getInt16(2 * i, true) / 32768;
  return samples;
}
