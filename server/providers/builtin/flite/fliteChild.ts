import type { EmphasisLevel } from '../../../../shared/speech/parameters.ts';
import { shiftPitch } from '../../../audio/shiftPitch.ts';
import { tilt } from '../../../audio/tilt.ts';
import { emphasise, type Span } from '../../../speech/plan/emphasise.ts';
import { soundOnly } from '../../../speech/plan/soundOnly.ts';
import type { SpokenUtterance } from '../../../speech/plan/speakPlan.ts';
import { serveRequests } from '../../../speech/processes/engineChild.ts';
import { alignTokens, readSegments } from './align.ts';
import { pronounce } from './pronounce.ts';
import { runFlite } from './runFlite.ts';

export interface FliteRequest {
  voice: string;
  /** Factor on the length. */
  stretch: number;
  /** Semitones the engine moves its melody by, and what is moved afterwards. */
  pitch: { native: number; processed: number };
  /** Standard deviation of the melody in Hz; null leaves it. */
  melodyHz: number | null;
  brightnessDb: number;
  final: boolean;
  tokens: { spoken: string; phones: string[] | null; emphasis: EmphasisLevel | undefined }[];
}

serveRequests<FliteRequest, SpokenUtterance>(speak);

async function speak(request: FliteRequest): Promise<SpokenUtterance> {
  const options = ['-psdur', '--setf', `duration_stretch=${request.stretch.toFixed(4)}`];
  if (request.pitch.native !== 0) {
    options.push('--setf', `f0_shift=${(2 ** (request.pitch.native / 12)).toFixed(4)}`);
  }
  if (request.melodyHz !== null) {
    options.push('--setf', `int_f0_target_stddev=${request.melodyHz.toFixed(2)}`);
  }
  if (request.tokens.some((token) => token.phones)) options.push('-ssml');
  const { printed, samples, sampleRateHz } = await runFlite(request.voice, options, textOf(request));
  const tokenPhones = await Promise.all(
    request.tokens.map((token) =>
      token.phones ? token.phones.map((phone) => phone.replace(/\d$/, '')) : pronounce(token.spoken),
    ),
  );
  const aligned = alignTokens(tokenPhones, readSegments(printed));
  const sound = soundOnly(samples, sampleRateHz);
  const lengthMs = (sound.samples.length * 1000) / sampleRateHz;
  const within = (ms: number) => Math.min(lengthMs, Math.max(0, ms - sound.removedMs));
  const spans: Span[] = aligned.map(
    (span) => span && { startMs: within(span.startMs), endMs: within(span.endMs) },
  );
  const shifted = shiftPitch(sound.samples, sampleRateHz, request.pitch.processed);
  const stressed = emphasise(
    tilt(shifted, sampleRateHz, request.brightnessDb),
    sampleRateHz,
    spans,
    request.tokens.map((token) => token.emphasis),
  );
  return { ...stressed, sampleRateHz };
}

/** What is read out: plain, or with the engine's own markup where sounds are given. */
function textOf({ tokens, final }: FliteRequest): string {
  const words = tokens.map((token) =>
    token.phones ? `<phoneme ph="${token.phones.join(' ')}">x</phoneme>` : token.spoken,
  );
  const text = words.join(' ');
  return final || /[.,;:!?]["')]*$/.test(text) ? text : `${text} ,`;
}
