import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { MU_LAW_SAMPLES } from '../../../shared/audio/muLaw.ts';
import type { Caller } from '../../caller.ts';
import { notFound } from '../../problem.ts';
import { CALL_RATE_HZ } from '../../telephony/callTransport.ts';
import { findCall, type KeptCalls } from './readCalls.ts';
import { readSegment, readSegments, type StoredSegment } from './readRecording.ts';
import { SAMPLES_PER_MS } from './recorder.ts';

/** A recording as one file that nobody has to make: read in part, it is decrypted and decoded in part. */
export interface RecordingAudio {
  /** Of what it is made of, hex; another after personal data was taken out. */
  sha256: string;
  sizeBytes: number;
  /** Of the WAV file; `range` in bytes, inclusive. */
  read(range?: { start: number; end: number }): Promise<Buffer>;
  /** Both parties mixed into one, 16 bit, piece by piece. */
  mixed(): AsyncGenerator<Int16Array>;
}

const HEADER_BYTES = 44;
const CHANNELS = 2;
/** Two channels of 16 bits. */
const FRAME_BYTES = 4;
/** Decoded at once, in well under a millisecond; then others get their turn. */
const FRAMES_A_TURN = 16_384;

const PCM = Int16Array.from(MU_LAW_SAMPLES, (sample) => Math.round(sample * 32_768));

/** The recording of a call as far as it is stored. Throws `not-found`. */
export async function openRecording(
  kept: KeptCalls,
  { workspaceId }: Caller,
  callId: string,
): Promise<RecordingAudio> {
  await kept.database.withWorkspace(workspaceId, (tx) => findCall(tx, workspaceId, callId));
  const segments = await readSegments(kept, workspaceId, callId);
  const last = segments.at(-1);
  if (!last) throw notFound('recording');
  const frames = startOf(last) + last.bytes / CHANNELS;
  const sizeBytes = HEADER_BYTES + frames * FRAME_BYTES;
  const hash = createHash('sha256');
  for (const { number, sha256 } of segments) hash.update(`${number} ${sha256}\n`);

  /** µ-law of some frames, both channels interleaved, silence where nothing is. */
  const muLaw = async (from: number, to: number): Promise<Buffer> => {
    const out = Buffer.alloc((to - from) * CHANNELS, 0xff);
    for (const segment of segments) {
      const start = startOf(segment);
      const first = Math.max(from, start);
      const end = Math.min(to, start + segment.bytes / CHANNELS);
      if (first >= end) continue;
      const range = { start: (first - start) * CHANNELS, end: (end - start) * CHANNELS - 1 };
      out.set(await readSegment(kept, workspaceId, segment, range), (first - from) * CHANNELS);
    }
    return out;
  };

  return {
    sha256: hash.digest('hex'),
    sizeBytes,
    async read({ start, end } = { start: 0, end: sizeBytes - 1 }) {
      const parts: Buffer[] = [];
      if (start < HEADER_BYTES)
        parts.push(wavHeader(frames).subarray(start, Math.min(end + 1, HEADER_BYTES)));
      const from = Math.max(start, HEADER_BYTES) - HEADER_BYTES;
      const to = end + 1 - HEADER_BYTES;
      if (to > from) {
        const first = Math.floor(from / FRAME_BYTES);
        const pcm = await decoded(await muLaw(first, Math.ceil(to / FRAME_BYTES)));
        parts.push(pcm.subarray(from - first * FRAME_BYTES, to - first * FRAME_BYTES));
      }
      return Buffer.concat(parts);
    },
    async *mixed() {
      for (let from = 0; from < frames; from += FRAMES_A_TURN) {
        const both = await muLaw(from, Math.min(frames, from + FRAMES_A_TURN));
        // Half of each: together they never exceed full scale.
        yield Int16Array.from(
          { length: both.length / CHANNELS },
          (_, i) => (PCM[both[2 * i]!]! + PCM[both[2 * i + 1]!]!) >> 1,
        );
      }
    },
  };
}

const startOf = ({ fromMs }: StoredSegment) => fromMs * SAMPLES_PER_MS;

async function decoded(muLaw: Buffer): Promise<Buffer> {
  const out = Buffer.allocUnsafe(muLaw.length * 2);
  for (let i = 0; i < muLaw.length; i++) {
    if (i > 0 && i % (FRAMES_A_TURN * CHANNELS) === 0) await nextTurn();
    out.writeInt16LE(PCM[muLaw[i]!]!, i * 2);
  }
  return out;
}

/** The head of a 16-bit RIFF/WAVE file of two channels at the telephone's rate. */
function wavHeader(frames: number): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(HEADER_BYTES - 8 + frames * FRAME_BYTES, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(CHANNELS, 22);
  header.writeUInt32LE(CALL_RATE_HZ, 24);
  header.writeUInt32LE(CALL_RATE_HZ * FRAME_BYTES, 28);
  header.writeUInt16LE(FRAME_BYTES, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(frames * FRAME_BYTES, 40);
  return header;
}
