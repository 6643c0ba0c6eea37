import OpusScript from 'opusscript';
import { int16ToBytes } from '../../server/audio/pcm16.ts';

const RATE_HZ = 48_000;
/** 20 ms, and as many of them as a browser puts into a cluster. */
const FRAME_SAMPLES = 960;
const FRAMES_PER_CLUSTER = 50;
const PRE_SKIP = 312;
const UNKNOWN_SIZE = Buffer.from('01ffffffffffffff', 'hex');

/** Mono samples at 48 kHz as Opus in WebM, as a browser's recorder writes it: of unknown size, without an index. */
export function encodeWebm(samples: Int16Array): Uint8Array {
  const opus = new OpusScript(RATE_HZ, 1, OpusScript.Application.AUDIO);
  const bytes = Buffer.from(int16ToBytes(samples));
  const frames: Buffer[] = [];
  for (let at = 0; at < samples.length; at += FRAME_SAMPLES) {
    const frame = Buffer.alloc(2 * FRAME_SAMPLES);
    bytes.copy(frame, 0, 2 * at, 2 * (at + FRAME_SAMPLES));
    frames.push(opus.encode(frame, FRAME_SAMPLES));
  }
  opus.delete();
  const clusters: Buffer[] = [];
  for (let first = 0; first < frames.length; first += FRAMES_PER_CLUSTER)
    clusters.push(cluster(first * 20, frames.slice(first, first + FRAMES_PER_CLUSTER)));
  return Buffer.concat([head(), Buffer.from('18538067', 'hex'), UNKNOWN_SIZE, info(), tracks(), ...clusters]);
}

/** An element of EBML: its id, its size in four bytes, what is in it. */
function element(id: string, ...content: (Buffer | number | string)[]): Buffer {
  const body = Buffer.concat(
    content.map((one) =>
      typeof one === 'number' ? integer(one) : typeof one === 'string' ? Buffer.from(one) : one,
    ),
  );
  const size = Buffer.alloc(4);
  size.writeUInt32BE(0x10000000 | body.length);
  return Buffer.concat([Buffer.from(id, 'hex'), size, body]);
}

function integer(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

const head = () =>
  element(
    '1a45dfa3',
    element('4286', 1),
    element('42f7', 1),
    element('42f2', 4),
    element('42f3', 8),
    element('4282', 'webm'),
    element('4287', 4),
    element('4285', 2),
  );

/** Times count in milliseconds. */
const info = () =>
  element('1549a966', element('2ad7b1', 1_000_000), element('4d80', 'test'), element('5741', 'test'));

function tracks(): Buffer {
  const rate = Buffer.alloc(4);
  rate.writeFloatBE(RATE_HZ);
  const opusHead = Buffer.alloc(19);
  opusHead.write('OpusHead', 'latin1');
  opusHead.writeUInt8(1, 8);
  opusHead.writeUInt8(1, 9);
  opusHead.writeUInt16LE(PRE_SKIP, 10);
  opusHead.writeUInt32LE(RATE_HZ, 12);
  const audio = element('e1', element('b5', rate), element('9f', 1));
  const entry = [element('d7', 1), element('73c5', 1), element('83', 2), element('86', 'A_OPUS')];
  return element('1654ae6b', element('ae', ...entry, element('63a2', opusHead), audio));
}

function cluster(atMs: number, frames: readonly Buffer[]): Buffer {
  const blocks = frames.map((frame, index) => {
    const header = Buffer.from('81000080', 'hex');
    header.writeInt16BE(index * 20, 1);
    return element('a3', header, frame);
  });
  return Buffer.concat([Buffer.from('1f43b675', 'hex'), UNKNOWN_SIZE, element('e7', atMs), ...blocks]);
}
