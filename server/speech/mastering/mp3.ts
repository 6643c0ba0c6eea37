import { createMp3Encoder } from 'wasm-media-encoders';
import { int16ToFloat } from '../../audio/pcm16.ts';
import { MASTER_RATE_HZ } from '../contract.ts';
import { lameInfoFrame } from './lameInfoFrame.ts';

const BITRATE_KBPS = 96;

/** Samples at MASTER_RATE_HZ as MP3 by LAME, led by an Info frame so that players know the exact length. */
export async function encodeMp3(samples: Int16Array): Promise<Uint8Array> {
  const encoder = await createMp3Encoder();
  encoder.configure({ sampleRate: MASTER_RATE_HZ, channels: 1, bitrate: BITRATE_KBPS });
  // The encoder reuses its output buffer: each part is copied before the next call.
  const frames = Buffer.concat([
    Buffer.from(encoder.encode([int16ToFloat(samples)])),
    Buffer.from(encoder.finalize()),
  ]);
  return Buffer.concat([lameInfoFrame(frames, samples.length, BITRATE_KBPS), frames]);
}
