import { FLACDecoder } from '@wasm-audio-decoders/flac';
import CodecParser, { type CodecFrame } from 'codec-parser';

/** So much sound is decoded at once, in samples of a channel. */
const PIECE_SAMPLES = 65_536;

/**
 * The header of a frame that never comes (RFC 9639, section 9.1: 4096 samples at 44.1 kHz, mono, 16 bits, number 0, its
 * CRC-8), and bytes behind it: the parser takes a frame for whole once another begins behind it.
 */
const BEHIND_THE_LAST = Uint8Array.of(0xff, 0xf8, 0xc9, 0x08, 0x00, 0x95, ...new Uint8Array(16));

/**
 * Decodes a FLAC file (RFC 9639) piece by piece. Its frames are found in the whole file, not in pieces of it: the
 * parser loses frames of a few bytes, which are silence, at the end of a piece. Throws for a frame that
 * is broken.
 */
export async function* flacPieces(
  bytes: Uint8Array,
): AsyncGenerator<{ channelData: Float32Array[]; sampleRate: number }> {
  const decoder = new FLACDecoder();
  await decoder.ready;
  try {
    let frames: Uint8Array[] = [];
    let samples = 0;
    for (const frame of framesOf(bytes)) {
      frames.push(frame.data);
      samples += frame.samples;
      if (samples < PIECE_SAMPLES) continue;
      yield await decoded(decoder, frames);
      frames = [];
      samples = 0;
    }
    if (frames.length > 0) yield await decoded(decoder, frames);
  } finally {
    decoder.free();
  }
}

function* framesOf(bytes: Uint8Array): Generator<CodecFrame> {
  const parser = new CodecParser('audio/flac', { enableFrameCRC32: false });
  // A generator, whatever its types say, of frames: pages are Ogg's.
  for (const part of [bytes, BEHIND_THE_LAST]) yield* parser.parseChunk(part) as Generator<CodecFrame>;
}

async function decoded(decoder: FLACDecoder, frames: Uint8Array[]) {
  const { channelData, sampleRate, errors } = await decoder.decodeFrames(frames);
  const [first] = errors;
  if (first) throw new Error(first.message);
  return { channelData, sampleRate };
}
