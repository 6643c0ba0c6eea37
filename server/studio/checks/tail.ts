import type { CheckItem } from '../../../shared/api/studio.ts';
import { rmsDb } from '../../audio/decibels.ts';
import { soundBounds } from '../../audio/trim.ts';
import { type Measured, seconds } from './checked.ts';

/** Sound after the last speech for longer than this is not its fading. */
const RUNS_ON_MS = 600;
const AUDIBLE_DBFS = -45;
const EDGE_MS = 12;
/** Speech fades before it ends; an end this near its level was cut. */
const CUT_END_DB = 12;
/** Vowels and plosives begin suddenly, but not at once with their full level. */
const CUT_START_DB = 4;

/** Looks for an end that runs on without speech, and for ends that were cut in the middle of a sound. */
export function checkTail({ samples, sampleRateHz, durationMs, speech }: Measured): CheckItem {
  const at = (ms: number) => Math.round((ms * sampleRateHz) / 1000);
  const level = rmsDb(samples);
  const item = (
    state: CheckItem['state'],
    sentence: string,
    places: CheckItem['places'] = [],
  ): CheckItem => ({
    name: 'tail',
    state,
    sentence,
    numbers: [],
    places,
  });
  const edge = at(EDGE_MS);
  const cut = (part: Float32Array, belowDb: number) => part.length > 0 && rmsDb(part) > level - belowDb;
  if (cut(samples.subarray(-edge), CUT_END_DB))
    return item('failed', 'It ends in the middle of a sound.', [
      { startMs: Math.max(0, durationMs - 200), endMs: durationMs, label: 'Cut off' },
    ]);
  if (cut(samples.subarray(0, edge), CUT_START_DB))
    return item('failed', 'It begins in the middle of a sound.', [
      { startMs: 0, endMs: 200, label: 'Cut off' },
    ]);
  if (!speech) return item('not-checked', 'The detector of speech could not run.');
  const lastMs = speech.at(-1)?.endMs;
  if (lastMs === undefined) return item('failed', 'No speech was found in it.');
  const soundEndMs = (soundBounds(samples, AUDIBLE_DBFS).end * 1000) / sampleRateHz;
  if (soundEndMs - lastMs > RUNS_ON_MS)
    return item('warning', `It runs on for ${seconds(soundEndMs - lastMs)} after the last speech.`, [
      { startMs: lastMs, endMs: soundEndMs, label: 'Runs on' },
    ]);
  return item('passed', 'It begins and ends with whole sounds, and nothing runs on.');
}
