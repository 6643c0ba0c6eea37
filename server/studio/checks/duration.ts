import type { CheckItem } from '../../../shared/api/studio.ts';
import { estimateDurationMs } from '../../../shared/markup/measure.ts';
import { type Measured, seconds } from './checked.ts';

/** Voices speak at most so much faster or slower than the average one. */
const USUAL = 1.6;
const POSSIBLE = 2.5;
/** So short a text says little about a rate. */
const SLACK_MS = 700;

/** Compares the length with what so many words take. */
export function checkDuration({ document, parameters, durationMs }: Measured): CheckItem {
  const expectedMs = estimateDurationMs(document, parameters);
  const tooLong = (factor: number) => durationMs > expectedMs * factor + SLACK_MS;
  const tooShort = (factor: number) => durationMs < expectedMs / factor - SLACK_MS;
  const off = (factor: number) => tooLong(factor) || tooShort(factor);
  const state = off(POSSIBLE) ? 'failed' : off(USUAL) ? 'warning' : 'passed';
  const lengths = `It takes ${seconds(durationMs)}; its words should take about ${seconds(expectedMs)}`;
  return {
    name: 'duration',
    state,
    sentence:
      state === 'passed'
        ? `${lengths}.`
        : `${lengths}: ${durationMs > expectedMs ? 'something may have been added' : 'something may be missing'}.`,
    numbers: [
      { name: 'Length', value: Math.round(durationMs), unit: 'ms' },
      { name: 'Expected', value: expectedMs, unit: 'ms' },
    ],
    places: [],
  };
}
