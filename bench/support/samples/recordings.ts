import { floatToInt16, int16ToFloat } from '../../../server/audio/pcm16.ts';
import { resample, resampleByRatio } from '../../../server/audio/resample.ts';
import { type SeededRandom, seededRandom } from '../../../server/simulator/seededRandom.ts';
import type { Speech } from '../../../server/speech/contract.ts';
import { encodeAudio } from '../../../server/speech/mastering/encode.ts';
import { SpeechParameters } from '../../../shared/speech/parameters.ts';
import { TEST_USE } from '../../../test/support/speech.ts';
import { TEXTS } from '../checks/texts.ts';
import { MUSIC, type Music, playMusic } from './music.ts';

export const RATE_HZ = 24_000;

/** Somebody who speaks: a voice, its sound shifted as a shorter or longer throat would (pitch and resonances alike). */
export interface Speaker {
  voiceId: string;
  /** Percent of the original's frequencies. */
  throat: number;
  gender: 'female' | 'male';
}

const speaker = (voiceId: string, throat: number, gender: Speaker['gender']): Speaker => ({
  voiceId,
  throat,
  gender,
});

/** Thresholds are tuned on the first half's speakers, texts and seeds; figures are of the second half's. */
export const HALVES = {
  tuning: {
    texts: TEXTS.filter((_, index) => index % 2 === 0),
    speakers: [
      speaker('flite:rms', 100, 'male'),
      speaker('flite:slt', 96, 'female'),
      speaker('flite:kal', 100, 'male'),
      speaker('flite:awb', 90, 'male'),
      speaker('espeak:en-us', 100, 'male'),
      speaker('flite:rms', 134, 'female'),
      speaker('espeak:en-us', 140, 'female'),
    ],
    seed: 1_000,
  },
  publishing: {
    texts: TEXTS.filter((_, index) => index % 2 === 1),
    speakers: [
      speaker('flite:awb', 100, 'male'),
      speaker('flite:slt', 104, 'female'),
      speaker('flite:kal16', 100, 'male'),
      speaker('flite:rms', 92, 'male'),
      speaker('espeak:en-gb', 100, 'male'),
      speaker('flite:awb', 128, 'female'),
      speaker('espeak:en-gb', 136, 'female'),
    ],
    seed: 9_000,
  },
} as const;
export type Half = (typeof HALVES)[keyof typeof HALVES];

export interface Recording {
  kind: string;
  /** How it was made, for whoever looks into a miss. */
  done: string;
  make(speech: Speech): Promise<Float32Array>;
}

const NOISES_DB = [null, 40, 30, 25] as const;
const GAINS = [1, 0.4, 0.15] as const;
const CODECS = [null, null, 'mp3', 'opus'] as const;
const SPEEDS = [1, 0.85, 1.15, 1] as const;

/** One person alone, in many rooms, at many levels, through codecs. */
export function alone(half: Half, count: number): Recording[] {
  return seeds(half, count, 0).map(({ random, index }) => {
    const who = half.speakers[index % half.speakers.length]!;
    const way = wayOf(random, index);
    return {
      kind: 'one speaker',
      done: `${nameOf(who)}, ${way.done}`,
      make: async (speech) => way.apply(await talk(speech, half, who, random, 3, SPEEDS[index % 4]!)),
    };
  });
}

/** Two people, one after the other or at the same time. */
export function together(half: Half, count: number): Recording[] {
  return (['alternating', 'overlapping'] as const).flatMap((how, row) =>
    seeds(half, count, 1 + row).map(({ random, index }) => {
      const same = index % 2 === 0;
      const pairs = half.speakers.flatMap((a) =>
        half.speakers.flatMap((b) =>
          a.voiceId !== b.voiceId && (a.gender === b.gender) === same ? [[a, b] as const] : [],
        ),
      );
      const [a, b] = pairs[random.number(pairs.length)]!;
      const way = wayOf(random, index);
      return {
        kind: `two speakers, ${how}, ${same ? 'same sex' : 'man and woman'}`,
        done: `${nameOf(a)} + ${nameOf(b)}, ${way.done}`,
        make: async (speech) => {
          const [one, other] = [
            await talk(speech, half, a, random, 2, 1),
            await talk(speech, half, b, random, 2, 1),
          ];
          return way.apply(how === 'alternating' ? joined([one, other]) : mixed(one, other, 1));
        },
      };
    }),
  );
}

/** Music alone, and under one person who speaks. */
export function music(half: Half, count: number): Recording[] {
  return [null, -6, -12, -18].flatMap((underDb, row) =>
    seeds(half, count, 3 + row).map(({ random, index }) => {
      const kind: Music = MUSIC[index % MUSIC.length]!;
      const way = wayOf(random, random.number(48));
      const who = half.speakers[(index * 3 + row) % half.speakers.length]!;
      return {
        kind: underDb === null ? 'music' : `music ${-underDb} dB under speech`,
        done: `${kind}, ${underDb === null ? '' : nameOf(who)}, ${way.done}`,
        make: async (speech) => {
          if (underDb === null) return way.apply(playMusic(kind, 12, RATE_HZ, random));
          const words = await talk(speech, half, who, random, 3, 1);
          const tune = playMusic(kind, words.length / RATE_HZ, RATE_HZ, random);
          return way.apply(mixed(words, tune, (10 ** (underDb / 20) * rms(words)) / rms(tune)));
        },
      };
    }),
  );
}

const CLIPPINGS = ['hard', 'soft', 'hard, then quieter'] as const;

/** One person, driven over the rail by 3, 6 or 12 dB. */
export function clipped(half: Half, count: number): Recording[] {
  return CLIPPINGS.flatMap((how, row) =>
    seeds(half, count, 10 + row).map(({ random, index }) => {
      const driveDb = [3, 6, 12][index % 3]!;
      const who = half.speakers[(index + row) % half.speakers.length]!;
      return {
        kind: `clipped, ${how}`,
        done: `${nameOf(who)}, ${driveDb} dB`,
        make: async (speech) => {
          const words = await talk(speech, half, who, random, 3, 1);
          const drive = 10 ** (driveDb / 20) / peakOf(words);
          const rail = (x: number) =>
            how === 'soft' ? Math.tanh(x * 1.2) * 0.98 : Math.max(-0.98, Math.min(0.98, x));
          return words.map((x) => rail(x * drive) * (how === 'hard, then quieter' ? 0.35 : 1));
        },
      };
    }),
  );
}

function seeds(half: Half, count: number, row: number): { random: SeededRandom; index: number }[] {
  return Array.from({ length: count }, (_, index) => ({
    random: seededRandom(half.seed + row * 200 + index),
    index,
  }));
}

const nameOf = ({ voiceId, throat }: Speaker) => `${voiceId} × ${throat} %`;

async function talk(
  speech: Speech,
  half: Half,
  who: Speaker,
  random: SeededRandom,
  sentences: number,
  speed: number,
): Promise<Float32Array> {
  const parts: Float32Array[] = [];
  const start = random.number(half.texts.length);
  for (let i = 0; i < sentences; i++)
    parts.push(await say(speech, half.texts[(start + i * 3) % half.texts.length]!, who, speed));
  return joined(parts);
}

/** A sentence as somebody says it, at RATE_HZ. */
export async function say(speech: Speech, text: string, { voiceId, throat }: Speaker, speed: number) {
  const { samples, sampleRateHz } = await speech.speak({
    text,
    language: 'en-US',
    voiceId,
    parameters: SpeechParameters.parse({ speed: (speed * 100) / throat }),
    workspaceId: 'bench',
    use: TEST_USE,
    signal: new AbortController().signal,
  });
  const sound = resample(int16ToFloat(samples), sampleRateHz, RATE_HZ);
  return throat === 100 ? sound : resampleByRatio(sound, 100, throat);
}

/** With breaths of 0.4 seconds. */
function joined(parts: readonly Float32Array[]): Float32Array {
  const pause = Math.round(0.4 * RATE_HZ);
  const out = new Float32Array(parts.reduce((sum, { length }) => sum + length + pause, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length + pause;
  }
  return out;
}

function mixed(a: Float32Array, b: Float32Array, gain: number): Float32Array {
  return Float32Array.from(
    { length: Math.max(a.length, b.length) },
    (_, i) => (a[i] ?? 0) + gain * (b[i] ?? 0),
  );
}

const peakOf = (samples: Float32Array) => samples.reduce((most, x) => Math.max(most, Math.abs(x)), 1e-9);
const rms = (samples: Float32Array) =>
  Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / samples.length) || 1e-9;

/** A room, a level and a codec. */
export function wayOf(random: SeededRandom, index: number) {
  const noiseDb = NOISES_DB[index % NOISES_DB.length]!;
  const gain = GAINS[(index >> 1) % GAINS.length]!;
  const codec = CODECS[(index >> 2) % CODECS.length]!;
  return {
    done: `noise ${noiseDb === null ? 'none' : `−${noiseDb} dB`}, gain ${gain}, ${codec ?? 'no'} codec`,
    async apply(sound: Float32Array): Promise<Float32Array> {
      const level = (0.8 * gain) / peakOf(sound);
      const room = noiseDb === null ? 0 : rms(sound) * 10 ** (-noiseDb / 20);
      let slow = 0;
      const heard = sound.map((x) => {
        const white = (random.number(20_001) / 10_000 - 1) * 1.7;
        slow = 0.9 * slow + 0.1 * white;
        return level * (x + room * (0.5 * white + 3 * slow));
      });
      return codec ? throughCodec(heard, codec) : heard;
    },
  };
}

async function throughCodec(samples: Float32Array, codec: 'mp3' | 'opus'): Promise<Float32Array> {
  const { readAudio } = await import('../../../server/speech/reading/readAudio.ts');
  const bytes = await encodeAudio(floatToInt16(samples), RATE_HZ, codec);
  const { samples: read, sampleRateHz } = await readAudio(bytes, { maxSeconds: 600 });
  return resample(read, sampleRateHz, RATE_HZ);
}
