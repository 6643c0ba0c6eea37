import type { CheckItem } from '../../../shared/api/studio.ts';
import { soundBounds } from '../../audio/trim.ts';
import { type Measured, seconds } from './checked.ts';

/** Longer, and a caller wonders whether anything comes, or whether that was all. */
const MOST_BEFORE_MS = 600;
const MOST_AFTER_MS = 1_000;

/** Measures the silence at both ends. */
export function checkSilence({ samples, sampleRateHz, durationMs }: Measured): CheckItem {
  const { start, end } = soundBounds(samples);
  if (start >= end)
    return {
      name: 'silence',
      state: 'failed',
      sentence: 'There is no sound at all. Generate the version again.',
      numbers: [],
      places: [],
    };
  const beforeMs = (start * 1000) / sampleRateHz;
  const afterMs = durationMs - (end * 1000) / sampleRateHz;
  const places = [
    ...(beforeMs > MOST_BEFORE_MS ? [{ startMs: 0, endMs: beforeMs, label: 'Silence' }] : []),
    ...(afterMs > MOST_AFTER_MS
      ? [{ startMs: durationMs - afterMs, endMs: durationMs, label: 'Silence' }]
      : []),
  ];
  return {
    name: 'silence',
    state: places.length === 0 ? 'passed' : 'warning',
    sentence:
      places.length === 0
        ? 'It begins and ends without a long silence.'
        : `There are ${seconds(beforeMs)} of silence before the first sound and ${seconds(afterMs)} after the last.`,
    numbers: [
      { name: 'Before', value: Math.round(beforeMs), unit: 'ms' },
      { name: 'After', value: Math.round(afterMs), unit: 'ms' },
    ],
    places,
  };
}
