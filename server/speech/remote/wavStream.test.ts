import { expect, test } from 'vitest';
import { sine } from '../../../test/support/signals.ts';
import { floatToInt16 } from '../../audio/pcm16.ts';
import { writeWav } from '../../audio/wav.ts';
import { readPcm16 } from './pcmStream.ts';
import { readWav } from './wavStream.ts';

const RATE = 22_050;
const sound = sine(300, 0.2, RATE, 0.5);
const wav = () => Buffer.from(writeWav(floatToInt16(sound), RATE));

async function* inPiecesOf(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(bytes: Uint8Array, size = 997) {
  const samples: number[] = [];
  let sampleRateHz = 0;
  for await (const piece of readWav('Acme', inPiecesOf(bytes, size))) {
    samples.push(...piece.samples);
    sampleRateHz = piece.sampleRateHz;
  }
  return { samples: Float32Array.from(samples), sampleRateHz };
}

/** The same file with something changed. */
const changed = (change: (file: Buffer) => Buffer | undefined) => {
  const file = wav();
  return change(file) ?? file;
};
const as = (channels: number, bits: number, format: number, data: Buffer) => {
  const file = Buffer.concat([wav().subarray(0, 44), data]);
  file.writeUInt16LE(format, 20);
  file.writeUInt16LE(channels, 22);
  file.writeUInt16LE(bits, 34);
  file.writeUInt32LE(data.length, 40);
  return file;
};
const LIST = Buffer.from('LIST\u0004\0\0\0INFO', 'latin1');

test.each([
  ['in pieces of a byte', wav(), 1],
  ['of unknown length 0', changed((file) => void file.writeUInt32LE(0, 40)), 997],
  ['of unknown length 2³²−1', changed((file) => void file.writeUInt32LE(0xffff_ffff, 40)), 997],
  ['whose length is that of its first piece', changed((file) => void file.writeUInt32LE(4000, 40)), 997],
  ['with something behind its audio', Buffer.concat([wav(), LIST]), 997],
  [
    'with something before its audio',
    changed((file) => Buffer.concat([file.subarray(0, 36), LIST, file.subarray(36)])),
    10,
  ],
  [
    'with half a sample at the end',
    changed((file) => {
      file.writeUInt32LE(0, 40);
      return Buffer.concat([file, Buffer.from([1])]);
    }),
    997,
  ],
])('reads a file %s', async (_, file, size) => {
  const { samples, sampleRateHz } = await read(file, size);
  expect(sampleRateHz).toBe(RATE);
  expect(samples.length).toBe(sound.length);
  expect(Math.max(...samples.map((sample, i) => Math.abs(sample - sound[i]!)))).toBeLessThan(1e-4);
});

test('reads stereo as the mean of its channels, 24 bits, and floats', async () => {
  const stereo = Buffer.alloc(8);
  [16384, 0, -16384, -16384].forEach((value, i) => void stereo.writeInt16LE(value, 2 * i));
  expect([...(await read(as(2, 16, 1, stereo))).samples]).toEqual([0.25, -0.5]);
  const wide = Buffer.alloc(6);
  [4_194_304, -8_388_608].forEach((value, i) => void wide.writeIntLE(value, 3 * i, 3));
  expect([...(await read(as(1, 24, 1, wide))).samples]).toEqual([0.5, -1]);
  const floats = Buffer.alloc(8);
  [0.5, -0.25].forEach((value, i) => void floats.writeFloatLE(value, 4 * i));
  expect([...(await read(as(1, 32, 3, floats))).samples]).toEqual([0.5, -0.25]);
});

test.each([
  ['cut in half', wav().subarray(0, 3000)],
  ['no audio', Buffer.from('<html>not audio at all, but long enough</html>')],
  ['nothing', Buffer.alloc(0)],
  ['a header alone that ends early', wav().subarray(0, 30)],
  ['µ-law', as(1, 8, 7, Buffer.alloc(100))],
  ['six channels', as(6, 16, 1, Buffer.alloc(120))],
  [
    'a header without end',
    changed((file) =>
      Buffer.concat([file.subarray(0, 12), Buffer.from('JUNK\xff\xff\xff\x7f', 'latin1'), file.subarray(12)]),
    ),
  ],
])('refuses %s', async (_, file) => {
  await expect(read(file)).rejects.toMatchObject({ code: 'synthesis-failed' });
});

test('raw samples survive any cut between bytes', async () => {
  const bytes = Buffer.from([0, 64, 0, 192, 0, 32, 9]);
  for (const size of [1, 2, 3, 7]) {
    const samples: number[] = [];
    for await (const piece of readPcm16(inPiecesOf(bytes, size), RATE)) samples.push(...piece.samples);
    expect(samples).toEqual([0.5, -0.5, 0.25]);
  }
});
