import { createHash } from 'node:crypto';
import { limitPeaks, normalizeLoudness } from '../../audio/normalize.ts';
import { int16ToBytes } from '../../audio/pcm16.ts';
import { waveformPeaks } from '../../audio/peaks.ts';
import { resample } from '../../audio/resample.ts';
import { MASTER_RATE_HZ, type Master, type RawSpeech, type WordTiming } from '../contract.ts';

/** No true peak of a normalised master lies above this: what lossy renditions add still fits. */
const CEILING_DBTP = -1;

export interface MasteringOptions {
  /** Target of loudness normalisation; null leaves the level and only keeps peaks from clipping. */
  loudnessLufs: number | null;
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

/** The same speech at MASTER_RATE_HZ; samples that are no numbers become silence. Word timings stay true. */
export function atMasterRate(raw: RawSpeech): RawSpeech {
  const finite = raw.samples.slice();
  for (let i = 0; i < finite.length; i++) if (!Number.isFinite(finite[i]!)) finite[i] = 0;
  return {
    ...raw,
    samples:
      raw.sampleRateHz === MASTER_RATE_HZ ? finite : resample(finite, raw.sampleRateHz, MASTER_RATE_HZ),
    sampleRateHz: MASTER_RATE_HZ,
  };
}

/**
 * Makes a master of what an engine spoke: resampling to MASTER_RATE_HZ, loudness, 16 bits. Nothing is cut or
 * delayed, so word timings stay true; they are only held inside the audio. Loudness and true peak are those of the
 * finished samples. Blocks for about a two-hundredth of the audio's length: run it through the audio pool.
 */
export function masterSpeech(raw: RawSpeech, { loudnessLufs }: MasteringOptions): MasteredAudio {
  const signal = atMasterRate(raw).samples;
  const { samples, ...level } =
    loudnessLufs === null
      ? limitPeaks(signal, MASTER_RATE_HZ, 0)
      : normalizeLoudness(signal, MASTER_RATE_HZ, loudnessLufs, CEILING_DBTP);
  const durationMs = (samples.length * 1000) / MASTER_RATE_HZ;
  return {
    samples,
    sampleRateHz: MASTER_RATE_HZ,
    durationMs: Math.round(durationMs),
    ...level,
    peaks: waveformPeaks(samples),
    words: raw.words.map((word) => withinAudio(word, durationMs)),
    samplesSha256: createHash('sha256').update(int16ToBytes(samples)).digest('hex'),
  };
}

function withinAudio(word: WordTiming, durationMs: number): WordTiming {
  const startMs = Math.min(durationMs, Math.max(0, word.startMs));
  return { ...word, startMs, endMs: Math.min(durationMs, Math.max(startMs, word.endMs)) };
}
