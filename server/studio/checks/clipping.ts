import type { CheckItem } from '../../../shared/api/studio.ts';
import type { Measured } from './checked.ts';

const FULL_SCALE = 0.9995;
/** As many samples at full scale are a cut peak, not a high one. */
const MIN_RUN = 3;
/** Cut peaks nearer than this are shown as one place. */
const NEAR_MS = 100;
const MOST_PLACES = 20;

/** Looks for peaks that are cut off at full scale. */
export function checkClipping({ samples, sampleRateHz }: Measured): CheckItem {
  const places: { startMs: number; endMs: number; label: string }[] = [];
  let peaks = 0;
  const at = (index: number) => Math.round((index * 1000) / sampleRateHz);
  for (let index = 0; index < samples.length; index++) {
    if (Math.abs(samples[index]!) < FULL_SCALE) continue;
    const start = index;
    while (index < samples.length && Math.abs(samples[index]!) >= FULL_SCALE) index++;
    if (index - start < MIN_RUN) continue;
    peaks++;
    const last = places.at(-1);
    if (last && at(start) - last.endMs < NEAR_MS) last.endMs = at(index);
    else places.push({ startMs: at(start), endMs: at(index), label: 'Clipped' });
  }
  return {
    name: 'clipping',
    state: peaks === 0 ? 'passed' : 'failed',
    sentence:
      peaks === 0
        ? 'No peak is cut off.'
        : `${peaks === 1 ? 'One peak is' : `${peaks} peaks are`} cut off at full scale. Generate again at a lower loudness.`,
    numbers: [{ name: 'Cut peaks', value: peaks, unit: '' }],
    places: places.slice(0, MOST_PLACES),
  };
}
