import { createMp3Encoder } from 'wasm-media-encoders';
import { int16ToFloat } from '../../audio/pcm16.ts';
import { MASTER_RATE_HZ } from '../contract.ts';
import { lameInfoFrame } from './lameInfoFrame.ts';

/** Rate of the samples and of the file, and the constant bitrate. */
export interface Mp3Shape {
  rateHz: number;
  bitrateKbps: number;
}

const MASTER_SHAPE: Mp3Shape = { rateHz: MASTER_RATE_HZ, bitrateKbps: 96 };

type Encoder = Awaited<ReturnType<typeof createMp3Encoder>>;
/** Its list of bitrates lacks 64, which LAME has. */
type Bitrate = NonNullable<Parameters<Encoder['configure']>[0]['bitrate']>;

/** Encoders whose work is done: to load LAME takes as long as two seconds of speech do. */
const idle: Encoder[] = [];
/** One that encoded more than two minutes is not kept: it never gives back the memory that took. */
const MOST_KEPT_SAMPLES = 120 * MASTER_RATE_HZ;

/** Samples as MP3 by LAME, led by an Info frame so that players know the exact length. */
export async function encodeMp3(samples: Int16Array, shape: Mp3Shape = MASTER_SHAPE): Promise<Uint8Array> {
  const encoder = idle.pop() ?? (await createMp3Encoder());
  const pieces = piecesOf(encoder, shape);
  const frames = Buffer.concat([pieces.add(samples), pieces.end()]);
  if (samples.length <= MOST_KEPT_SAMPLES) idle.push(encoder);
  return Buffer.concat([lameInfoFrame(frames, samples.length, shape.bitrateKbps), frames]);
}

/** MP3 frames as the samples come in. */
export const openMp3 = async (shape: Mp3Shape) => piecesOf(await createMp3Encoder(), shape);

function piecesOf(encoder: Encoder, { rateHz, bitrateKbps }: Mp3Shape) {
  const bitrate = bitrateKbps as Bitrate;
  encoder.configure({ sampleRate: rateHz, outputSampleRate: rateHz as 8000, channels: 1, bitrate });
  // The encoder reuses its output buffer: each part is copied before the next call.
  return {
    add: (samples: Int16Array) => Buffer.from(encoder.encode([int16ToFloat(samples)])),
    end: () => Buffer.from(encoder.finalize()),
  };
}
