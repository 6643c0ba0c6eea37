import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { floatToInt16 } from '../../audio/pcm16.ts';
import { writeWav } from '../../audio/wav.ts';
import { ProblemError } from '../../problem.ts';
import { oneRecording } from '../../speech/cloning/oneRecording.ts';
import type { CloneReference, VoiceCloning, VoiceSample } from '../../speech/contract.ts';
import { askEngine, readJson } from '../../speech/remote/askEngine.ts';
import { type Door, ENGINE, Latents, tell } from './doors.ts';
import { translateXtts } from './failures.ts';
import { capabilitiesOf, languagesOf, XTTS_LICENCE, XTTS_RATE_HZ } from './voices.ts';

/** A voice made of samples: latents that are the voice, or the name of a recording that the server keeps. */
export const XttsReference = z.union([z.object({ latents: Latents }), z.object({ speaker: z.string() })]);
export type XttsReference = z.infer<typeof XttsReference>;

/** Cloning of samples that are read by content: six seconds suffice, half a minute is all that is listened to. */
const REQUIREMENTS = { minSeconds: 6, maxSeconds: 30, maxFileBytes: 10 * 1024 * 1024 };

/** How voices are made: `door` finds out what the server is, `known` is the last answer to that. */
export function xttsCloning(
  baseUrl: string,
  door: (signal: AbortSignal) => Promise<Door>,
  known: () => Door | undefined,
): VoiceCloning {
  return {
    requirements: REQUIREMENTS,
    terms:
      'The weights of XTTS are licensed for non-commercial use only (Coqui Public Model License 1.0.0). Make a voice only of a speaker who has agreed to it.',
    get voice() {
      const { protocol, languages } = known() ?? { protocol: 'streaming-server' as const, languages: [] };
      return {
        licence: XTTS_LICENCE,
        sampleRateHz: XTTS_RATE_HZ,
        capabilities: capabilitiesOf(protocol),
        languages: languagesOf({ languages }),
      };
    },

    async create({ samples, signal, onProgress }) {
      const { protocol, uploads } = await door(signal);
      if (protocol === 'api-server' && !uploads) {
        throw new ProblemError(
          'engine-refused',
          'This xtts-api-server takes no recordings over the network. Put the recording into its folder “speakers”; it is then listed as a voice.',
        );
      }
      const wav = theRecording(samples);
      onProgress(0.2);
      const reference =
        protocol === 'api-server' ? await upload(baseUrl, wav, signal) : await clone(baseUrl, wav, signal);
      onProgress(1);
      return { reference, state: 'ready' };
    },

    async remove(reference, signal) {
      const read = readReference(reference);
      // Latents are nowhere but in the reference.
      if ('latents' in read) return;
      const { removals } = await door(signal);
      if (!removals) {
        throw new ProblemError(
          'engine-refused',
          `This xtts-api-server removes nothing over the network. Delete ${read.speaker}.wav from its folder “speakers”.`,
        );
      }
      await tell({
        url: `${baseUrl}/voices/${encodeURIComponent(read.speaker)}`,
        method: 'DELETE',
        translate: ({ status }) => (status === 404 ? new Gone() : undefined),
        signal,
      }).catch((error: unknown) => {
        if (!(error instanceof Gone)) throw error;
      });
    },
  };
}

/** Throws `engine-refused` for a reference of something else. */
export function readReference(reference: CloneReference): XttsReference {
  const read = XttsReference.safeParse(reference);
  if (read.success) return read.data;
  throw new ProblemError('engine-refused', 'This voice was not made by an XTTS server. Make it anew.');
}

class Gone extends ProblemError {
  constructor() {
    super('not-found', 'It is gone already.');
  }
}

/** A mono WAVE file of 24 kHz, which is all that both servers read. */
function theRecording(samples: readonly VoiceSample[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(writeWav(floatToInt16(oneRecording(samples, XTTS_RATE_HZ)), XTTS_RATE_HZ));
}

async function clone(
  baseUrl: string,
  wav: Uint8Array<ArrayBuffer>,
  signal: AbortSignal,
): Promise<XttsReference> {
  const body = new FormData();
  body.set('wav_file', new Blob([wav], { type: 'audio/wav' }), 'sample.wav');
  const answer = await askEngine({
    engine: ENGINE,
    url: `${baseUrl}/clone_speaker`,
    body,
    accepts: /^application\/json$/,
    limits: { firstByteMs: 120_000, totalMs: 180_000, maxBytes: 8 * 1024 * 1024 },
    translate: translateXtts,
    signal,
  });
  return { latents: await readJson(ENGINE, answer, Latents) };
}

/** A name of ours: the server replaces recordings of the same name without asking. */
async function upload(
  baseUrl: string,
  wav: Uint8Array<ArrayBuffer>,
  signal: AbortSignal,
): Promise<XttsReference> {
  const speaker = `voiceops-${randomUUID()}`;
  const body = new FormData();
  body.set('wavFile', new Blob([wav], { type: 'audio/wav' }), `${speaker}.wav`);
  await tell({ url: `${baseUrl}/upload_sample`, body, translate: translateXtts, signal });
  return { speaker };
}
