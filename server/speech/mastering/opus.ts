import { createHash, randomBytes } from 'node:crypto';
import OpusScript from 'opusscript';
import { int16ToBytes } from '../../audio/pcm16.ts';
import { MASTER_RATE_HZ } from '../contract.ts';
import { OggWriter } from './ogg.ts';

const MASTER_BITRATE_KBPS = 48;
/** 20 ms, libopus's own default. */
const FRAME_SAMPLES = 480;
/** Opus counts time in 48 kHz samples whatever the input is. */
const GRANULES_PER_SAMPLE = 2;
/** Delay of libopus's encoder in 48 kHz samples: 2.5 ms of overlap and 4 ms of compensation. */
const PRE_SKIP = 312;
/** Most packets of a page: one second, so that players can seek finely. */
const PACKETS_PER_PAGE = 50;

/** Samples at MASTER_RATE_HZ as Opus in Ogg (RFC 7845), exactly as long as they are after decoding. */
export function encodeOpus(samples: Int16Array, bitrateKbps = MASTER_BITRATE_KBPS): Uint8Array {
  const serial = createHash('sha256').update(int16ToBytes(samples)).digest().readUInt32LE(0);
  const encoder = openOpus(bitrateKbps, serial);
  try {
    return encoder.end(samples);
  } finally {
    encoder.close();
  }
}

/** Ogg pages as the samples, at MASTER_RATE_HZ, come in. Its memory is freed by `close`. */
export function openOpus(bitrateKbps: number, serial = randomBytes(4).readUInt32LE(0)) {
  const ogg = new OggWriter({
    serial,
    headers: [opusHead(), opusTags()],
    packetsPerPage: PACKETS_PER_PAGE,
    granulesPerPacket: FRAME_SAMPLES * GRANULES_PER_SAMPLE,
  });
  const opus = new OpusScript(MASTER_RATE_HZ, 1, OpusScript.Application.AUDIO);
  opus.setBitrate(1000 * bitrateKbps);
  let started = false;
  let waiting = new Int16Array(0);
  let total = 0;

  const headers = () => {
    if (started) return Buffer.alloc(0);
    started = true;
    return ogg.headers();
  };
  const withWaiting = (samples: Int16Array) => {
    total += samples.length;
    const all = new Int16Array(waiting.length + samples.length);
    all.set(waiting);
    all.set(samples, waiting.length);
    return all;
  };
  const encode = (samples: Int16Array, packets: number) => {
    const padded = new Int16Array(packets * FRAME_SAMPLES);
    padded.set(samples.subarray(0, padded.length));
    const bytes = Buffer.from(int16ToBytes(padded).buffer);
    return Array.from({ length: packets }, (_, i) =>
      opus.encode(bytes.subarray(i * FRAME_SAMPLES * 2, (i + 1) * FRAME_SAMPLES * 2), FRAME_SAMPLES),
    );
  };

  return {
    add(samples: Int16Array): Buffer {
      const all = withWaiting(samples);
      const packets = Math.floor(all.length / FRAME_SAMPLES);
      waiting = all.slice(packets * FRAME_SAMPLES);
      return Buffer.concat([headers(), ogg.add(encode(all, packets))]);
    },
    /** With the last samples, if there are any left. */
    end(samples: Int16Array = new Int16Array(0)): Buffer {
      const all = withWaiting(samples);
      const delay = PRE_SKIP / GRANULES_PER_SAMPLE;
      const packets = Math.max(1, Math.ceil((all.length + delay) / FRAME_SAMPLES));
      // A last position before the packets' own end trims what the encoder was padded with (section 4.4).
      const lastGranule = PRE_SKIP + total * GRANULES_PER_SAMPLE;
      return Buffer.concat([headers(), ogg.add(encode(all, packets), lastGranule)]);
    },
    close: () => opus.delete(),
  };
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
