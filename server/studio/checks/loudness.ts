import type { CheckItem } from '../../../shared/api/studio.ts';
import { integratedLoudness } from '../../audio/loudness.ts';
import type { Measured } from './checked.ts';

/** EBU R 128 allows half a unit for programmes and one for live ones. */
const CLOSE_LU = 1;
const FAR_LU = 3;

/** Measures the loudness against what was asked for. */
export function checkLoudness({ samples, sampleRateHz, parameters }: Measured): CheckItem {
  const lufs = integratedLoudness(samples, sampleRateHz);
  const target = parameters.loudnessLufs;
  const item = (state: CheckItem['state'], sentence: string): CheckItem => ({
    name: 'loudness',
    state,
    sentence,
    numbers: [
      ...(lufs === null ? [] : [{ name: 'Loudness', value: Number(lufs.toFixed(1)), unit: 'LUFS' }]),
      ...(target === null ? [] : [{ name: 'Target', value: target, unit: 'LUFS' }]),
    ],
    places: [],
  });
  if (lufs === null) return item('failed', 'It is too quiet to have a loudness.');
  const measured = `${lufs.toFixed(1).replace('-', '−')} LUFS`;
  if (target === null) return item('not-checked', `It has ${measured}; no loudness was asked for.`);
  const off = lufs - target;
  if (Math.abs(off) <= CLOSE_LU) return item('passed', `It has ${measured}, as asked for.`);
  const sentence = `It has ${measured}: ${Math.abs(off).toFixed(1)} LU ${off < 0 ? 'quieter' : 'louder'} than asked for.`;
  return item(Math.abs(off) <= FAR_LU ? 'warning' : 'failed', sentence);
}
