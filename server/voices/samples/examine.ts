import type { SampleCheck } from '../../../shared/api/personalities.ts';
import { rmsDb } from '../../audio/decibels.ts';
import { floatToInt16 } from '../../audio/pcm16.ts';
import { waveformPeaks } from '../../audio/peaks.ts';
import { deadChannels, type ReadAudio } from '../../speech/reading/readAudio.ts';

/** What the recording of a voice must be. */
export const SAMPLE_LIMITS = {
  minSeconds: 3,
  maxSeconds: 600,
  maxFileBytes: 10 * 1024 * 1024,
} as const;

/** What can be measured of a recording without understanding it. */
export interface Examined {
  durationMs: number;
  sampleRateHz: number;
  mediaType: string;
  /** As `waveformPeaks`. */
  peaks: Uint8Array;
  checks: SampleCheck[];
}

const WINDOW_MS = 50;

/** Measures a recording: duration, clipping, noise floor, level, dead channels, bandwidth. Computes: call it on a thread. */
export function examine({ samples, sampleRateHz, channelRms, mediaType }: ReadAudio): Examined {
  const durationMs = (samples.length * 1000) / sampleRateHz;
  const levels = windowLevels(samples, sampleRateHz);
  const level = at(levels, LOUD);
  const heard =
    level < NOTHING_DBFS
      ? nothingHeard(level)
      : [clipping(samples), ...levelAndNoise(level, at(levels, QUIET)), channels(channelRms)];
  const checks = [duration(durationMs / 1000), ...heard, bandwidth(sampleRateHz)];
  return { durationMs, sampleRateHz, mediaType, peaks: waveformPeaks(floatToInt16(samples)), checks };
}

const result = (
  name: SampleCheck['name'],
  state: SampleCheck['state'],
  value: number,
  unit: string,
  message: string,
): SampleCheck => ({ name, state, value: Math.round(value * 100) / 100, unit, message });

function duration(seconds: number): SampleCheck {
  const { minSeconds } = SAMPLE_LIMITS;
  return seconds < minSeconds
    ? result(
        'duration',
        'failed',
        seconds,
        's',
        `Too short: record at least ${minSeconds} seconds in one go.`,
      )
    : result('duration', 'passed', seconds, 's', 'Long enough.');
}

/** Runs of at least this many samples at the rail are clipped; a single one may be a fair peak. */
const CLIPPED_RUN = 3;
const RAIL = 0.985;
/** Samples of a run differ by less than this share of the peak. */
const FLAT = 1e-3;
/** Below this there is nothing to clip. */
const LEAST_PEAK = 0.01;
/** Rounded peaks crowd this near to the highest one; in clean speech less than 3 ‰ of the samples do. */
const CROWD = 0.9;
const CROWDED_PER_MILLE = 5;

/** The share of samples in runs at the highest level there is, wherever that lies: a gain may have come after. */
function clipping(samples: Float32Array): SampleCheck {
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  const rail = Math.max(LEAST_PEAK, peak * RAIL);
  let clipped = 0;
  let crowded = 0;
  let run = 0;
  let before = 0;
  for (const sample of samples) {
    if (Math.abs(sample) >= CROWD * peak) crowded++;
    const flat = Math.abs(sample) >= rail && Math.abs(sample - before) < FLAT * peak;
    run = flat ? run + 1 : 0;
    if (run === CLIPPED_RUN) clipped += CLIPPED_RUN;
    else if (run > CLIPPED_RUN) clipped++;
    before = sample;
  }
  const perMille = (count: number) => (1000 * count) / Math.max(1, samples.length);
  const share = perMille(clipped);
  if (share > 1)
    return result(
      'clipping',
      'failed',
      share,
      '‰',
      'It is clipped: record again with less gain, or from further away.',
    );
  if (share > 0.05)
    return result(
      'clipping',
      'warning',
      share,
      '‰',
      'Some peaks are clipped; a little less gain would be better.',
    );
  return peak > LEAST_PEAK && perMille(crowded) > CROWDED_PER_MILLE
    ? result(
        'clipping',
        'warning',
        share,
        '‰',
        'Its peaks are flattened; less gain, or no limiter, would be better.',
      )
    : result('clipping', 'passed', share, '‰', 'No clipping.');
}

function windowLevels(samples: Float32Array, rateHz: number): number[] {
  const size = Math.round((WINDOW_MS * rateHz) / 1000);
  const levels: number[] = [];
  for (let at = 0; at + size <= samples.length; at += size)
    levels.push(rmsDb(samples.subarray(at, at + size)));
  return levels.sort((a, b) => a - b);
}

/** The level of the loud tenth of the windows, and of the quiet tenth, which in speech are its pauses. */
const LOUD = 0.9;
const QUIET = 0.1;
/** Even a whisper far from a poor microphone is louder. */
const NOTHING_DBFS = -70;

function at(sorted: readonly number[], share: number): number {
  return Math.max(-100, sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? -100);
}

/** Of silence there is nothing else to be told. */
function nothingHeard(level: number): SampleCheck[] {
  const told = 'Nothing is heard in it: check that the microphone is on, or whether it is the right file.';
  const untold = (['clipping', 'noise', 'channels'] as const).map((name) => ({
    name,
    state: 'not-checked' as const,
    message: 'Nothing is heard.',
    value: null,
    unit: '',
  }));
  return [result('level', 'failed', level, 'dBFS', told), ...untold];
}

/** In dBFS. */
function levelAndNoise(level: number, noise: number): SampleCheck[] {
  const distance = level - noise;
  const levelCheck =
    level < -45
      ? result('level', 'failed', level, 'dBFS', 'Far too quiet: come closer, or turn the microphone up.')
      : level < -32
        ? result('level', 'warning', level, 'dBFS', 'Rather quiet: come a little closer.')
        : result('level', 'passed', level, 'dBFS', 'A good level.');
  const noiseCheck =
    distance < 15
      ? result('noise', 'failed', noise, 'dBFS', 'Too much noise between the words: find a quieter room.')
      : distance < 25
        ? result(
            'noise',
            'warning',
            noise,
            'dBFS',
            'Some noise can be heard; a quieter room would be better.',
          )
        : result('noise', 'passed', noise, 'dBFS', 'Quiet between the words.');
  return [levelCheck, noiseCheck];
}

function channels(rms: number[]): SampleCheck {
  const dead = deadChannels(rms);
  return dead > 0
    ? result('channels', 'warning', dead, 'dead', 'One channel is silent; the other is used alone.')
    : result(
        'channels',
        'passed',
        rms.length,
        rms.length === 1 ? 'channel' : 'channels',
        'Every channel has sound.',
      );
}

const GOOD_RATE_HZ = 22_050;
const POOR_RATE_HZ = 16_000;

function bandwidth(rateHz: number): SampleCheck {
  const kHz = rateHz / 1000;
  if (rateHz < POOR_RATE_HZ)
    return result(
      'bandwidth',
      'failed',
      kHz,
      'kHz',
      'Telephone quality: the voice would sound dull. Record at 44.1 kHz or more.',
    );
  return rateHz < GOOD_RATE_HZ
    ? result('bandwidth', 'warning', kHz, 'kHz', 'Usable; 44.1 kHz or more would be better.')
    : result('bandwidth', 'passed', kHz, 'kHz', 'Full quality.');
}
