import { PITCH_HOP_MS, pitchTrack } from '../../../audio/fundamental.ts';
import { RECOGNIZER_RATE_HZ } from './settings.ts';

/** How high somebody speaks. */
export type Register = 'low' | 'high';

/** Between the mean pitch of men and that of women: 120 and 210 Hz (Traunmüller & Eriksson 1995). */
const HIGH_FROM_HZ = 165;
/** So many voiced frames tell it. */
const ENOUGH = 6;
/** Whoever has not spoken by then, or whispers, is taken to speak low. */
const WAIT_MS = 1_500;
/** Pitch is looked for in every other sample: nothing that tells it lies above 4 kHz. */
const STEP = 2;

/** Finds out how high somebody speaks, from the first syllables. */
export class RegisterFinder {
  private samples = new Float32Array(0);

  /** Hears more; null: not known yet. Samples at RECOGNIZER_RATE_HZ. */
  hear(sound: Float32Array): Register | null {
    const more = new Float32Array(this.samples.length + Math.floor(sound.length / STEP));
    more.set(this.samples);
    for (let at = this.samples.length, from = 0; at < more.length; at++, from += STEP)
      more[at] = (sound[from]! + sound[from + 1]!) / STEP;
    this.samples = more;
    const track = pitchTrack(more, RECOGNIZER_RATE_HZ / STEP);
    const voiced = track.filter((hz) => hz !== null);
    return voiced.length >= ENOUGH || track.length * PITCH_HOP_MS > WAIT_MS ? registerOf(voiced) : null;
  }

  /** By what was heard, however little. */
  known(): Register {
    return registerOf(pitchTrack(this.samples, RECOGNIZER_RATE_HZ / STEP).filter((hz) => hz !== null));
  }
}

/** How high somebody speaks in a recording at RECOGNIZER_RATE_HZ. */
export function registerIn(samples: Float32Array): Register {
  const finder = new RegisterFinder();
  return finder.hear(samples) ?? finder.known();
}

function registerOf(pitches: readonly number[]): Register {
  const middle = [...pitches].sort((a, b) => a - b)[pitches.length >> 1];
  return middle !== undefined && middle >= HIGH_FROM_HZ ? 'high' : 'low';
}
