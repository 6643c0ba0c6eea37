import wavefile from 'wavefile';
import { encodeMuLaw } from '../../../server/audio/g711.ts';
import { floatToInt16, int16ToFloat } from '../../../server/audio/pcm16.ts';
import { resample, resampleByRatio } from '../../../server/audio/resample.ts';
import type { Speech } from '../../../server/speech/contract.ts';
import { SpeechParameters } from '../../../shared/speech/parameters.ts';
import { TEST_USE } from '../../support/speech.ts';

/** Somebody who calls: a voice, its sound shifted as a shorter or longer throat would. */
export interface Voice {
  name: string;
  voiceId: string;
  /** Percent of the original's frequencies. */
  throat: number;
  /** Built from a person's recordings; the others are made of formants, and recognisers never learned such. */
  human: boolean;
}

export const VOICES: readonly Voice[] = [
  { name: 'awb, a man from Scotland', voiceId: 'flite:awb', throat: 100, human: true },
  { name: 'slt, a woman from the USA', voiceId: 'flite:slt', throat: 100, human: true },
  { name: 'rms, a man from the USA, lower', voiceId: 'flite:rms', throat: 93, human: true },
  { name: 'kal, a man from the USA', voiceId: 'flite:kal16', throat: 100, human: true },
  { name: 'espeak, formants', voiceId: 'espeak:en-us', throat: 100, human: false },
];

export const BANDS = ['wide band', 'telephone'] as const;
export type Band = (typeof BANDS)[number];

export const LINE_RATE_HZ: Readonly<Record<Band, number>> = { 'wide band': 16_000, telephone: 8_000 };

/** What arrives of a sentence said at a pace (1: as usual): 16 kHz, or 8 kHz through µ-law as telephones carry it. */
export async function speak(
  speech: Speech,
  text: string,
  { voice, band, pace }: { voice: Voice; band: Band; pace: number },
): Promise<Float32Array> {
  const { samples, sampleRateHz } = await speech.speak({
    text,
    language: 'en-US',
    voiceId: voice.voiceId,
    parameters: SpeechParameters.parse({ speed: (pace * 100) / voice.throat }),
    workspaceId: 'evals',
    use: TEST_USE,
    signal: new AbortController().signal,
  });
  const sound = resample(int16ToFloat(samples), sampleRateHz, LINE_RATE_HZ[band]);
  const shifted = voice.throat === 100 ? sound : resampleByRatio(sound, 100, voice.throat);
  return band === 'telephone' ? throughMuLaw(shifted) : shifted;
}

/** Sound at 8 kHz as telephones carry it. */
export function throughMuLaw(sound: Float32Array): Float32Array {
  const line = new wavefile.WaveFile();
  line.fromScratch(1, LINE_RATE_HZ.telephone, '8m', encodeMuLaw(floatToInt16(sound)));
  line.fromMuLaw();
  return int16ToFloat(Int16Array.from(line.getSamples(false) as unknown as ArrayLike<number>));
}
