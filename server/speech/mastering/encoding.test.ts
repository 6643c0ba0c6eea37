import decode from 'audio-decode';
import { afterAll, expect, test, vi } from 'vitest';
import { WaveFile } from 'wavefile';
import { correlation, voice } from '../../../test/support/signals.ts';
import { bytesToInt16, int16ToFloat } from '../../audio/pcm16.ts';
import { resample } from '../../audio/resample.ts';
import { type Encoding, MASTER_RATE_HZ } from '../contract.ts';
import { masterSpeech } from './masterSpeech.ts';
import { openAudioPool } from './pool.ts';

// Threads start in the tests, which takes a while where other suites run beside them.
vi.setConfig({ testTimeout: 60_000 });

const pool = openAudioPool({ threads: 1 });
afterAll(() => pool.close());

const speech = masterSpeech(
  { samples: voice(140, 4.3, MASTER_RATE_HZ), sampleRateHz: MASTER_RATE_HZ, words: [] },
  { loudnessLufs: -16 },
).samples;

const ENCODINGS: Encoding[] = [
  ...[8000, 16_000, 22_050, 44_100, 48_000].flatMap((rateHz): Encoding[] => [
    { codec: 'pcm', rateHz },
    { codec: 'wav', rateHz },
  ]),
  { codec: 'ulaw', rateHz: 8000 },
  { codec: 'alaw', rateHz: 8000 },
  { codec: 'mp3', rateHz: 22_050, bitrateKbps: 32 },
  { codec: 'mp3', rateHz: 24_000, bitrateKbps: 48 },
  ...[32, 64, 96, 128, 192].map((bitrateKbps): Encoding => ({ codec: 'mp3', rateHz: 44_100, bitrateKbps })),
  ...[32, 64, 96, 128, 192].map((bitrateKbps): Encoding => ({ codec: 'opus', rateHz: 48_000, bitrateKbps })),
];
const name = (encoding: Encoding) =>
  `${encoding.codec} at ${encoding.rateHz}${'bitrateKbps' in encoding ? `, ${encoding.bitrateKbps} kbit/s` : ''}`;

/** The bytes as another decoder hears them, and the rate that it finds in them. */
async function heard({ codec, rateHz }: Encoding, bytes: Buffer) {
  if (codec === 'pcm') return { samples: int16ToFloat(bytesToInt16(bytes)), rateHz };
  if (codec === 'ulaw' || codec === 'alaw') {
    const file = new WaveFile();
    file.fromScratch(1, rateHz, codec === 'ulaw' ? '8m' : '8a', bytes);
    if (codec === 'ulaw') file.fromMuLaw();
    else file.fromALaw();
    return { samples: int16ToFloat(file.getSamples(false, Int16Array) as unknown as Int16Array), rateHz };
  }
  const { channelData, sampleRate } = await decode(bytes);
  return { samples: channelData[0] ?? new Float32Array(0), rateHz: sampleRate };
}

test.each(ENCODINGS.map((encoding) => [name(encoding), encoding] as const))(
  '%s: the rate, the length and the sound are right, whole and in pieces',
  async (_name, encoding) => {
    const { bytes } = await pool.encode(speech, MASTER_RATE_HZ, encoding);
    const whole = await heard(encoding, bytes);
    expect(whole.rateHz).toBe(encoding.rateHz);
    const expected = resample(int16ToFloat(speech), MASTER_RATE_HZ, encoding.rateHz);
    expect(Math.abs(whole.samples.length - expected.length)).toBeLessThanOrEqual(1);
    expect(correlation(whole.samples, expected)).toBeGreaterThan(encoding.rateHz < 16_000 ? 0.97 : 0.985);
    if ('bitrateKbps' in encoding) {
      const kbps = (bytes.length * 8) / (speech.length / MASTER_RATE_HZ) / 1000;
      if (encoding.codec === 'mp3') expect(Math.abs(kbps / encoding.bitrateKbps - 1)).toBeLessThan(0.05);
      else expect(kbps).toBeLessThan(1.1 * encoding.bitrateKbps + 3);
    }

    const stream = pool.encodeStream(encoding);
    try {
      const parts: Buffer[] = [];
      for (let at = 0; at < speech.length; at += 31_111) {
        const part = await stream.add(speech.subarray(at, at + 31_111), MASTER_RATE_HZ);
        expect(part.length).toBeGreaterThan(0);
        parts.push(part);
      }
      parts.push(await stream.end());
      const pieces = await heard(encoding, Buffer.concat(parts));
      expect(pieces.rateHz).toBe(encoding.rateHz);
      // Without an Info frame, which nobody can write before the end, MP3 keeps what its encoder added at both ends.
      const added = encoding.codec === 'mp3' ? 3 * 1152 : 8;
      expect(Math.abs(pieces.samples.length - expected.length)).toBeLessThanOrEqual(added);
    } finally {
      stream.close();
    }
  },
);

test('streams beside each other do not mix', async () => {
  const encoding: Encoding = { codec: 'opus', rateHz: 48_000, bitrateKbps: 64 };
  const run = async (samples: Int16Array) => {
    const stream = pool.encodeStream(encoding);
    const parts: Buffer[] = [];
    for (let at = 0; at < samples.length; at += 10_000)
      parts.push(await stream.add(samples.subarray(at, at + 10_000), MASTER_RATE_HZ));
    parts.push(await stream.end());
    stream.close();
    return (await heard(encoding, Buffer.concat(parts))).samples;
  };
  const silence = new Int16Array(speech.length);
  const [loud, quiet] = await Promise.all([run(speech), run(silence)]);
  expect(quiet.every((sample) => Math.abs(sample) < 1e-3)).toBe(true);
  expect(correlation(loud, resample(int16ToFloat(speech), MASTER_RATE_HZ, 48_000))).toBeGreaterThan(0.97);
});
