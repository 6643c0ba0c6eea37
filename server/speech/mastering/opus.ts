import { createHash } from 'node:crypto';
import OpusScript from 'opusscript';
import { int16ToBytes } from '../../audio/pcm16.ts';
import { MASTER_RATE_HZ } from '../contract.ts';
import { oggStream } from './ogg.ts';

const BITRATE = 48_000;
/** 20 ms, libopus's own default. */
const FRAME_SAMPLES = 480;
/** Opus counts time in 48 kHz samples whatever the input is. */
const GRANULES_PER_SAMPLE = 2;
/** Delay of libopus's encoder in 48 kHz samples: 2.5 ms of overlap and 4 ms of compensation. */
const PRE_SKIP = 312;
/** Most packets of a page: one second, so that players can seek finely. */
const PACKETS_PER_PAGE = 50;

/** Samples at MASTER_RATE_HZ as Opus in Ogg (RFC 7845), exactly as long as they are after decoding. */
export function encodeOpus(samples: Int16Array): Uint8Array {
  const packets = encodePackets(samples);
  const bytes = int16ToBytes(samples);
  return oggStream({
    serial: createHash('sha256').update(bytes).digest().readUInt32LE(0),
    headers: [opusHead(), opusTags()],
    packets,
    packetsPerPage: PACKETS_PER_PAGE,
    granulesPerPacket: FRAME_SAMPLES * GRANULES_PER_SAMPLE,
    // A last position before the packets' own end trims what the encoder was padded with (section 4.4).
    lastGranule: PRE_SKIP + samples.length * GRANULES_PER_SAMPLE,
  });
}

function encodePackets(samples: Int16Array): Buffer[] {
  const delay = PRE_SKIP / GRANULES_PER_SAMPLE;
  const count = Math.max(1, Math.ceil((samples.length + delay) / FRAME_SAMPLES));
  const padded = new Int16Array(count * FRAME_SAMPLES);
  padded.set(samples);
  const bytes = Buffer.from(int16ToBytes(padded).buffer);
  const encoder = new OpusScript(MASTER_RATE_HZ, 1, OpusScript.Application.AUDIO);
  try {
    encoder.setBitrate(BITRATE);
    return Array.from({ length: count }, (_, i) =>
      encoder.encode(bytes.subarray(i * FRAME_SAMPLES * 2, (i + 1) * FRAME_SAMPLES * 2), FRAME_SAMPLES),
    );
  } finally {
    encoder.delete();
  }
}

/** RFC 7845, section 5.1: version 1, mono, mapping family 0. */
function opusHead(): Buffer {
  const head = Buffer.alloc(19);
  head.write('OpusHead', 'latin1');
  head.writeUInt8(1, 8);
  head.writeUInt8(1, 9);
  head.writeUInt16LE(PRE_SKIP, 10);
  head.writeUInt32LE(MASTER_RATE_HZ, 12);
  return head;
}

/** RFC 7845, section 5.2: who made it, and no comments. */
function opusTags(): Buffer {
  const vendor = 'libopus';
  const tags = Buffer.alloc(8 + 4 + vendor.length + 4);
  tags.write('OpusTags', 'latin1');
  tags.writeUInt32LE(vendor.length, 8);
  tags.write(vendor, 12, 'latin1');
  return tags;
}
