import { createHash } from 'node:crypto';
import { integratedLoudness } from '../../audio/loudness.ts';
import { limitPeaks, normalizeLoudness } from '../../audio/normalize.ts';
import { floatToInt16, int16ToBytes, int16ToFloat } from '../../audio/pcm16.ts';
import { waveformPeaks } from '../../audio/peaks.ts';
import { resample } from '../../audio/resample.ts';
import { tilt } from '../../audio/tilt.ts';
import { truePeakDbtp } from '../../audio/truePeak.ts';
import { MASTER_RATE_HZ, type Master, type RawSpeech, type WordTiming } from '../contract.ts';

/** No true peak of a normalised master lies above this: what lossy renditions add still fits. */
const CEILING_DBTP = -1;

export interface MasteringOptions {
  /** Target of loudness normalisation; null leaves the level and only keeps peaks from clipping. */
  loudnessLufs: number | null;
  /** Tilt of the spectrum in dB: positive is brighter, negative warmer. 0 when absent. */
  brightnessDb?: number;
}

/** What mastering knows of a master; who spoke it is the router's to add. */
export type MasteredAudio = Pick<
  Master,
  | 'samples'
  | 'sampleRateHz'
  | 'durationMs'
  | 'loudnessLufs'
  | 'truePeakDbtp'
  | 'peaks'
  | 'words'
  | 'samplesSha256'
>;

/**
 * Makes a master of what an engine spoke: tilt, resampling to MASTER_RATE_HZ, loudness, 16 bits. Nothing is
 * cut or delayed, so word timings stay true; they are only held inside the audio. Loudness and true peak are those
 * of the finished samples. Blocks for about a hundredth of the audio's length: run it through the audio pool.
 */
export function masterSpeech(raw: RawSpeech, options: MasteringOptions): MasteredAudio {
  const finite = raw.samples.map((value) => (Number.isFinite(value) ? value : 0));
  const toned = tilt(finite, raw.sampleRateHz, options.brightnessDb ?? 0);
  const resampled = resample(toned, raw.sampleRateHz, MASTER_RATE_HZ);
  const levelled =
    options.loudnessLufs === null
      ? limitPeaks(resampled, MASTER_RATE_HZ, 0)
      : normalizeLoudness(resampled, MASTER_RATE_HZ, options.loudnessLufs, CEILING_DBTP);
  const samples = floatToInt16(levelled);
  const finished = int16ToFloat(samples);
  const durationMs = (samples.length * 1000) / MASTER_RATE_HZ;
  return {
    samples,
    sampleRateHz: MASTER_RATE_HZ,
    durationMs: Math.round(durationMs),
    loudnessLufs: integratedLoudness(finished, MASTER_RATE_HZ),
    truePeakDbtp: truePeakDbtp(finished),
    peaks: waveformPeaks(samples),
    words: raw.words.map((word) => withinAudio(word, durationMs)),
    samplesSha256: createHash('sha256').update(int16ToBytes(samples)).digest('hex'),
  };
}

function withinAudio(word: WordTiming, durationMs: number): WordTiming {
  const startMs = Math.min(durationMs, Math.max(0, word.startMs));
  return { ...word, startMs, endMs: Math.min(durationMs, Math.max(startMs, word.endMs)) };
}
