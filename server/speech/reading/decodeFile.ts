import decode from 'audio-decode';
import audioType from 'audio-type';
import { ProblemError } from '../../problem.ts';
import { flacPieces } from './flacPieces.ts';

/** Formats by content, with their media types. */
const FORMATS = {
  wav: 'audio/wav',
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  flac: 'audio/flac',
  opus: 'audio/ogg',
  oga: 'audio/ogg',
  webm: 'audio/webm',
} as const;
type Format = keyof typeof FORMATS;

/**
 * Decoded piece by piece, so that a small file that unpacks to hours is found out long before. The pieces are small
 * where a few bytes can stand for seconds of silence; an M4A whose index comes last is gone through once per piece.
 */
const CHUNK_BYTES: Record<Exclude<Format, 'flac'>, number> = {
  wav: 64 * 1024,
  mp3: 64 * 1024,
  m4a: 16 * 1024,
  opus: 2 * 1024,
  oga: 2 * 1024,
  webm: 2 * 1024,
};
const MIN_RATE_HZ = 8_000;
const MAX_RATE_HZ = 192_000;

/** A file that was decoded to its end. */
export interface DecodedFile {
  /** Samples of each channel. */
  length: number;
  sampleRateHz: number;
  /** Root mean square of each channel, 0–1: a dead one is told by it. */
  channelRms: number[];
  mediaType: string;
}

/**
 * Decodes a file by its content and hands it on piece by piece, its channels mixed to one. Throws ProblemError
 * `unsupported-media-type` for what is no audio that we read, and `validation-failed` for what is broken, empty, or
 * longer than `maxSeconds`. Computes: call it on a thread.
 */
export async function decodeFile(
  bytes: Uint8Array,
  { maxSeconds }: { maxSeconds: number },
  take: (mono: Float32Array<ArrayBuffer>, sampleRateHz: number) => void,
): Promise<DecodedFile> {
  const format = formatOf(bytes);
  const squares: number[] = [];
  let rate = 0;
  let length = 0;
  const hand = ({ channelData, sampleRate }: { channelData: Float32Array[]; sampleRate: number }) => {
    const [first] = channelData;
    if (!first || first.length === 0) return;
    if (sampleRate < MIN_RATE_HZ || sampleRate > MAX_RATE_HZ)
      throw refused(
        `It has ${sampleRate} samples a second; between ${MIN_RATE_HZ} and ${MAX_RATE_HZ} can be read.`,
      );
    if (rate !== 0 && sampleRate !== rate) throw broken();
    rate = sampleRate;
    length += first.length;
    if (length > maxSeconds * rate)
      throw refused(`It is longer than ${inWords(maxSeconds)}. Cut it, or upload it in parts.`);
    take(mix(channelData, squares), rate);
  };
  try {
    for await (const piece of format === 'flac' ? flacPieces(bytes) : piecesOf(format, bytes)) hand(piece);
  } catch (error) {
    throw error instanceof ProblemError ? error : broken(error);
  }
  if (length === 0) throw refused('There is no sound in it.');
  return {
    length,
    sampleRateHz: rate,
    channelRms: squares.map((sum) => Math.sqrt(sum / length)),
    mediaType: FORMATS[format],
  };
}

async function* piecesOf(format: keyof typeof CHUNK_BYTES, bytes: Uint8Array) {
  const decoder = await decode[format]();
  try {
    const chunkBytes = CHUNK_BYTES[format];
    for (let at = 0; at < bytes.length; at += chunkBytes)
      yield await decoder(bytes.subarray(at, at + chunkBytes));
    yield await decoder.flush();
  } finally {
    decoder.free();
  }
}

function formatOf(bytes: Uint8Array): Format {
  // A copy: the package looks at the whole buffer that a view belongs to, and a Buffer's own slice is a view.
  const type = audioType(new Uint8Array(bytes.subarray(0, 256 * 1024)));
  if (type !== undefined && type in FORMATS) return type as Format;
  throw new ProblemError(
    'unsupported-media-type',
    'This is no audio file that can be read. Upload WAV, MP3, M4A, FLAC, Ogg or WebM.',
  );
}

/** The mean of the channels that have a sound; also adds up the squares of each. */
function mix(channels: Float32Array[], squares: number[]): Float32Array<ArrayBuffer> {
  const [first] = channels;
  const mixed = new Float32Array(first!.length);
  for (const [index, channel] of channels.entries()) {
    let sum = 0;
    for (let i = 0; i < mixed.length; i++) {
      const sample = channel[i] ?? 0;
      const sound = Number.isFinite(sample) ? sample : 0;
      sum += sound * sound;
      mixed[i]! += sound / channels.length;
    }
    squares[index] = (squares[index] ?? 0) + sum;
  }
  return mixed;
}

function inWords(seconds: number): string {
  return seconds >= 120 ? `${Math.round(seconds / 60)} minutes` : `${seconds} seconds`;
}

const refused = (message: string) => new ProblemError('validation-failed', message);
const broken = (cause?: unknown) =>
  new ProblemError('validation-failed', 'The file is damaged, or cut off: it cannot be decoded to its end.', {
    cause,
  });
