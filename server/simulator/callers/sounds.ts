import { encodeMuLaw } from '../../audio/g711.ts';
import { floatToInt16, int16ToFloat } from '../../audio/pcm16.ts';
import { resample } from '../../audio/resample.ts';
import { parseWav } from '../../audio/wav.ts';
import { CALL_RATE_HZ } from '../../telephony/callTransport.ts';
import { type LineSound, lineSound } from '../carrier/lineSound.ts';
import { Unusable } from '../unusable.ts';

/** Speaks a text without pauses in a voice; samples from −1 to 1. */
export type Speak = (text: string, voiceId: string) => Promise<{ samples: Float32Array; rateHz: number }>;

/** A pause inside of what is said; splitting by it gives text, milliseconds, text … */
export const PAUSE = /\[(\d{1,5})\]/;
/** Synthesised speech begins and ends with some silence: what is above this is its own. */
const AUDIBLE = 0.01;
/** Between two words that a text does not pause at. */
const EDGE_MS = 20;

/** What callers need to be heard. */
export type CallerSounds = Pick<Sounds, 'said' | 'noise' | 'file'>;

/** Sounds of callers by what they say, made once for each voice. */
export class Sounds {
  private readonly made = new Map<string, Promise<LineSound>>();
  private readonly speak: Speak;

  constructor(speak: Speak) {
    this.speak = speak;
  }

  /** A text as a caller says it on a line, with the pauses that it has (`[700]`). */
  said(text: string, voiceId: string): Promise<LineSound> {
    return this.once(`${voiceId} ${text}`, async () => {
      const parts: Float32Array[] = [];
      for (const [index, part] of text.split(PAUSE).entries()) {
        if (index % 2 === 1) parts.push(new Float32Array((Number(part) * CALL_RATE_HZ) / 1000));
        else if (part.trim() !== '') {
          const { samples, rateHz } = await this.speak(part.trim(), voiceId);
          parts.push(trimmed(resample(samples, rateHz, CALL_RATE_HZ)));
        }
      }
      return fromSamples(parts);
    });
  }

  /** Noise as of a street: white, through a low pass, at a mean level against full scale. */
  noise(ms: number, levelDb: number): Promise<LineSound> {
    return this.once(`noise ${ms} ${levelDb}`, async () => {
      const samples = new Float32Array((ms * CALL_RATE_HZ) / 1000);
      let seed = 1;
      let last = 0;
      let power = 0;
      for (let i = 0; i < samples.length; i++) {
        seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
        last = 0.8 * last + 0.2 * (seed / 2 ** 31 - 1);
        samples[i] = last;
        power += last * last;
      }
      const gain = 10 ** (levelDb / 20) / Math.sqrt(power / Math.max(1, samples.length));
      return fromSamples([samples.map((sample) => sample * gain)]);
    });
  }

  /** A WAV file. Throws Unusable saying what does not fit. */
  file(name: string, bytes: Uint8Array): Promise<LineSound> {
    return this.once(`file ${name}`, async () => {
      const { samples, rateHz } = readable(name, bytes);
      return fromSamples([resample(int16ToFloat(samples), rateHz, CALL_RATE_HZ)]);
    });
  }

  private once(key: string, make: () => Promise<LineSound>): Promise<LineSound> {
    const made = this.made.get(key) ?? make();
    this.made.set(key, made);
    return made;
  }
}

function fromSamples(parts: readonly Float32Array[]): LineSound {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return lineSound(encodeMuLaw(floatToInt16(whole)));
}

/** Without the silence around it, so that a pause is as long as it says. */
function trimmed(samples: Float32Array): Float32Array {
  const edge = (EDGE_MS * CALL_RATE_HZ) / 1000;
  const from = samples.findIndex((sample) => Math.abs(sample) > AUDIBLE);
  const to = samples.findLastIndex((sample) => Math.abs(sample) > AUDIBLE);
  return from < 0 ? samples.slice(0, 0) : samples.slice(Math.max(0, from - edge), to + edge);
}

function readable(name: string, bytes: Uint8Array) {
  try {
    return parseWav(bytes);
  } catch (error) {
    throw new Unusable(`${name} cannot be played: ${(error as Error).message}`);
  }
}
