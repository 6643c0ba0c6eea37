import { z } from 'zod';
import { MAX_SCRIPT_CHARACTERS } from '../../../shared/speech/parameters.ts';
import { POCKET_LICENCE } from '../../../shared/voices/catalogue.ts';
import { ProblemError } from '../../problem.ts';
import type { CloneReference, VoiceCloning } from '../../speech/contract.ts';
import { sayAsOf } from '../../speech/plan/sayAsIn.ts';
import type { EnginePool } from '../../speech/processes/engineProcess.ts';
import { POCKET_LANGUAGE, POCKET_RATE_HZ } from './pocketModel.ts';
import { POCKET_LISTENS_SECONDS } from './pocketSpeech.ts';
import type { Places, SherpaReply, SherpaRequest } from './sherpaChild.ts';
import type { DescribedModel, VoiceFolder } from './voiceFolder.ts';

/** The recording goes with every request to the process, so it is the voice. */
const Reference = z.object({ wavBase64: z.string().min(1) });

/** Loading the model, reading a minute of recordings, and saying a sentence. */
const MAKING_MS = 180_000;

/** How Pocket makes voices, in the processes of neural voices. */
export function pocketCloning(
  folder: VoiceFolder,
  pool: EnginePool<SherpaRequest, SherpaReply>,
  places: Places,
): VoiceCloning {
  return {
    requirements: { minSeconds: 5, maxSeconds: 120, maxFileBytes: 10 * 1024 * 1024 },
    terms: `Kyutai, the maker of Pocket TTS, forbids copies of voices without the explicit and lawful consent of the speaker; the package of its weights for sherpa-onnx says that it is not for commercial use. The voice is made of ${POCKET_LISTENS_SECONDS} seconds, of the longest recordings first; they are kept here, encrypted, and nothing is sent anywhere.`,
    voice: {
      licence: POCKET_LICENCE,
      sampleRateHz: POCKET_RATE_HZ,
      languages: [POCKET_LANGUAGE],
      capabilities: {
        streaming: true,
        wordTimings: false,
        speed: { support: 'processed', min: 0.25, max: 4 },
        pitch: { support: 'processed', min: -12, max: 12 },
        tone: 'processed',
        emphasis: 'processed',
        breaks: 'processed',
        phonemes: [],
        sayAs: sayAsOf(POCKET_LANGUAGE),
        maxCharacters: MAX_SCRIPT_CHARACTERS,
        settings: [],
      },
    },
    async create({ samples, signal, onProgress }) {
      await folder.models();
      const { files, description, stamp } = pocketIn(folder);
      const recordings = samples.map(({ samples: sound, sampleRateHz }) => ({
        samples: sound,
        sampleRateHz,
      }));
      const reply = await pool.run(
        { do: 'clone', places, files, description, stamp, recordings },
        { signal, timeoutMs: MAKING_MS, needs: description.digest },
      );
      if (!('recording' in reply))
        throw new ProblemError('synthesis-failed', 'Pocket TTS made no voice of the recordings. Try again.');
      onProgress(1);
      return {
        reference: { wavBase64: Buffer.from(reply.recording).toString('base64'), complete: true },
        state: 'ready',
      };
    },
    // The recording is nowhere but in the reference.
    async remove() {},
  };
}

/** The Pocket model that speaks, as it was found last. Throws `engine-unavailable` with what is wrong. */
export function pocketIn(folder: VoiceFolder): DescribedModel {
  const found = folder.lastSeen('pocket') ?? [];
  for (const model of found) if (model.description) return model;
  const [broken] = found;
  throw new ProblemError(
    'engine-unavailable',
    broken
      ? `${broken.files.name} cannot be used. ${broken.problem}`
      : 'The Pocket model is not in the folder of voices any more. Fetch it again under Voices → More voices.',
  );
}

/** The recording of a voice, a WAVE file. Throws `engine-refused` for a reference of something else. */
export function recordingOf(reference: CloneReference): Uint8Array {
  const read = Reference.safeParse(reference);
  if (read.success) return Buffer.from(read.data.wavBase64, 'base64');
  throw new ProblemError('engine-refused', 'This voice was not made by Pocket TTS. Make it anew.');
}
