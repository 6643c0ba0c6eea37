import { encodeMuLaw } from '../../audio/g711.ts';
import { CALL_RATE_HZ } from '../../telephony/callTransport.ts';
import type { SpokenSound } from './contract.ts';

/** A tone of our own, in µ-law; it fades in and out, so that it does not click. `level` is from 0 to 1. */
function tone(hz: number, ms: number, level: number): Uint8Array {
  const length = (CALL_RATE_HZ * ms) / 1000;
  const fade = CALL_RATE_HZ / 100;
  return encodeMuLaw(
    Int16Array.from({ length }, (_, i) => {
      const shape = Math.min(1, i / fade, (length - i) / fade);
      return Math.round(32_767 * level * shape * Math.sin((2 * Math.PI * hz * i) / CALL_RATE_HZ));
    }),
  );
}

const SOURCE: Extract<SpokenSound['source'], { kind: 'voice' }> = {
  kind: 'voice',
  voiceId: 'tone',
  voiceName: 'A tone',
  engineId: 'builtin',
  instead: null,
};
const quiet = (ms: number) => new Uint8Array((CALL_RATE_HZ * ms) / 1000).fill(0xff);

/** After it a message is taken. */
export const BEEP: SpokenSound = { text: '', mulaw: tone(1_000, 300, 0.25), words: [], source: SOURCE };

/** Somebody is still there: heard where nobody can speak. `why` is what was to be heard. */
export function comfortTone(why: { what: string; code: string; reason: string }): SpokenSound {
  return { text: '', mulaw: COMFORT, words: [], source: { ...SOURCE, instead: why } };
}

const COMFORT = new Uint8Array([...tone(440, 120, 0.08), ...quiet(120), ...tone(440, 120, 0.08)]);
