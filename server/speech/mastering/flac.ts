import { createHash } from 'node:crypto';
import loadFlac from 'libflacjs';
import { int16ToBytes } from '../../audio/pcm16.ts';

type Flac = ReturnType<typeof loadFlac>;

const COMPRESSION_LEVEL = 5;
const CHUNK_SAMPLES = 4096;
/** Where STREAMINFO (RFC 9639, section 8.2) has the smallest and largest frame size, and the MD5 of the samples. */
const FRAME_SIZES_AT = 12;
const MD5_AT = 26;

let loading: Promise<Flac> | undefined;

/** Samples as native FLAC by libFLAC, without loss. */
export async function encodeFlac(samples: Int16Array, sampleRateHz: number): Promise<Uint8Array> {
  loading ??= load();
  const flac = await loading;
  const encoder = flac.create_libflac_encoder(
    sampleRateHz,
    1,
    16,
    COMPRESSION_LEVEL,
    samples.length,
    false,
    0,
  );
  const parts: Buffer[] = [];
  try {
    const status = flac.init_encoder_stream(encoder, (part) => {
      parts.push(Buffer.from(part));
    });
    let ok = status === 0;
    for (let at = 0; ok && at < samples.length; at += CHUNK_SAMPLES) {
      const chunk = Int32Array.from(samples.subarray(at, at + CHUNK_SAMPLES));
      ok = Boolean(flac.FLAC__stream_encoder_process_interleaved(encoder, chunk, chunk.length));
    }
    if (!ok || !flac.FLAC__stream_encoder_finish(encoder)) throw new Error('libFLAC refused the samples.');
  } finally {
    flac.FLAC__stream_encoder_delete(encoder);
  }
  return withStreamInfo(parts, samples);
}

/** The encoder writes STREAMINFO first and could only complete it by seeking back; what it lacked then is filled in here. */
function withStreamInfo(parts: Buffer[], samples: Int16Array): Buffer {
  // Every call of the encoder delivers one block of metadata or one frame; frames begin with the sync code.
  const frames = parts.filter((part) => part[0] === 0xff).map((part) => part.length);
  const file = Buffer.concat(parts);
  if (frames.length > 0) {
    file.writeUIntBE(Math.min(...frames), FRAME_SIZES_AT, 3);
    file.writeUIntBE(Math.max(...frames), FRAME_SIZES_AT + 3, 3);
  }
  createHash('md5').update(int16ToBytes(samples)).digest().copy(file, MD5_AT);
  return file;
}

/** The asm.js build: the WebAssembly one looks for its file with fetch(), which Node refuses for paths. */
function load(): Promise<Flac> {
  return new Promise((resolve) => {
    const flac = loadFlac('release.asmjs');
    flac.on('ready', () => resolve(flac));
  });
}
