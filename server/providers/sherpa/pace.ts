import { soundOnly } from '../../speech/plan/soundOnly.ts';
import type { SherpaTts } from './library.ts';

/** Numbers are read in every language. */
const TRIAL = '12 34 56 78 90';
/** Less than this is not heard, and not worth processing. */
const EXACT_ENOUGH = 0.02;

/** A voice in memory. */
export interface LoadedVoice {
  tts: SherpaTts;
  /** By speed: how much longer it speaks than that speed would make it. */
  paces: Map<number, number>;
}

/**
 * The factor on the length that is still to be applied to what a model speaks at `native` speed, `usual` being the
 * speed it speaks at by itself. Each sound of a model lasts a whole number of steps, and at least one, so that
 * double speed does not make half the length; how far it is off is measured once for each speed.
 */
export function paceLeft(
  { tts, paces }: LoadedVoice,
  speaker: number,
  native: number,
  usual: number,
): number {
  if (native === usual) return 1;
  let pace = paces.get(native);
  if (pace === undefined) {
    const lengthAt = (speed: number) => {
      const spoken = tts.generate({ text: TRIAL, sid: speaker, speed, enableExternalBuffer: false });
      return soundOnly(spoken.samples, spoken.sampleRate).samples.length;
    };
    const wanted = (lengthAt(usual) * usual) / native;
    const reached = lengthAt(native);
    pace = wanted > 0 && reached > 0 ? wanted / reached : 1;
    paces.set(native, pace);
  }
  return Math.abs(pace - 1) < EXACT_ENOUGH ? 1 : pace;
}
