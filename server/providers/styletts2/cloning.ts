import { z } from 'zod';
import { floatToInt16 } from '../../audio/pcm16.ts';
import { writeWav } from '../../audio/wav.ts';
import { ProblemError } from '../../problem.ts';
import { oneRecording } from '../../speech/cloning/oneRecording.ts';
import type { CloneReference, VoiceCloning, VoiceSample } from '../../speech/contract.ts';
import { STYLETTS2_RATE_HZ, STYLETTS2_VOICE } from './voices.ts';

/** The server keeps nothing: the recording goes with every request, so it is the voice. */
const Reference = z.object({ wavBase64: z.string() });

/** The model takes the style of a few seconds; more only makes every request larger. */
const KEPT_SECONDS = 10;

export const styleTts2Cloning: VoiceCloning = {
  requirements: { minSeconds: 3, maxSeconds: 60, maxFileBytes: 10 * 1024 * 1024 },
  terms:
    'The makers of StyleTTS 2 ask that you have the permission of the speaker, or publicly say that the voice is synthetic. The first ten seconds of the samples are the voice; they are kept here and sent to your server with every request.',
  voice: STYLETTS2_VOICE,
  async create({ samples, signal, onProgress }) {
    signal.throwIfAborted();
    const wav = theRecording(samples);
    onProgress(1);
    return { reference: { wavBase64: Buffer.from(wav).toString('base64'), complete: true }, state: 'ready' };
  },
  // Nothing is kept at the server.
  async remove() {},
};

/** The recording of a voice, as the server takes it. Throws `engine-refused` for a reference of something else. */
export function recordingOf(reference: CloneReference): string {
  const read = Reference.safeParse(reference);
  if (read.success) return read.data.wavBase64;
  throw new ProblemError('engine-refused', 'This voice was not made for StyleTTS 2. Make it anew.');
}

function theRecording(samples: readonly VoiceSample[]): Uint8Array {
  const joined = oneRecording(samples, STYLETTS2_RATE_HZ).subarray(0, KEPT_SECONDS * STYLETTS2_RATE_HZ);
  return writeWav(floatToInt16(joined), STYLETTS2_RATE_HZ);
}
