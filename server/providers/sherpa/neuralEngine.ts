import { ProblemError } from '../../problem.ts';
import type { SpeechEngine, SpokenVoice, SynthesisRequest } from '../../speech/contract.ts';
import { mannerOf, timeoutMsOf } from '../../speech/plan/manner.ts';
import { planSpeech, type Token } from '../../speech/plan/plan.ts';
import { sayAsIn, sayAsOf } from '../../speech/plan/sayAsIn.ts';
import { collectSpeech, speakPlan } from '../../speech/plan/speakPlan.ts';
import type { EnginePool } from '../../speech/processes/engineProcess.ts';
import { libraryVersion } from './library.ts';
import type { Family } from './modelFiles.ts';
import { pocketCloning, pocketIn, recordingOf } from './pocketCloning.ts';
import type { Places, SherpaReply, SherpaRequest } from './sherpaChild.ts';
import type { DescribedModel, VoiceFolder } from './voiceFolder.ts';
import { readVoiceId, voicesOf } from './voices.ts';

/** Behind the library's version, that of what we do to its sound. */
const OUR_VERSION = 1;
/** Loading a model from a slow disk. */
const LOADING_MS = 60_000;

export interface NeuralEngineOptions {
  family: Family;
  name: string;
  folder: VoiceFolder;
  pool: EnginePool<SherpaRequest, SherpaReply>;
  places: Places;
}

interface Speaker {
  found: DescribedModel;
  number: number;
  language: string;
  /** Of whom it speaks as, where its model has no voices of its own. */
  recording?: Uint8Array;
}

/** The voices of one family of models. The models of all families share the folder, the processes and their memory. */
export function openNeuralEngine({ family, name, folder, pool, places }: NeuralEngineOptions): SpeechEngine {
  const version = `${libraryVersion()}+${OUR_VERSION}`;
  const cloning = family === 'pocket' ? pocketCloning(folder, pool, places) : undefined;

  function speakerOf({ id, clone }: SpokenVoice): Speaker {
    if (cloning && clone) {
      const found = pocketIn(folder);
      return { found, number: 0, language: found.description.language, recording: recordingOf(clone) };
    }
    const { model, speaker } = readVoiceId(id);
    const found = folder.known(family, model);
    if (!found) throw new ProblemError('unknown-voice', `There is no voice ${id} on this machine.`);
    if (!found.description)
      throw new ProblemError('engine-refused', `${model} cannot be used. ${found.problem}`);
    const { description, files } = found;
    const number = description.speakers.indexOf(speaker);
    if (number < 0) throw new ProblemError('unknown-voice', `${model} has no speaker ${speaker}.`);
    const language = voicesOf(files, description)[number]?.languages[0] ?? description.language;
    return { found, number, language };
  }

  async function* stream(request: SynthesisRequest) {
    await folder.models();
    const speaker = speakerOf(request.voice);
    const { files, stamp, description } = speaker.found;
    const manner = mannerOf(request.parameters);
    const own = description.inference ?? { noise: 0, noiseWidth: 0 };
    const { noise = own.noise, noiseWidth = own.noiseWidth } = request.parameters.settings ?? {};
    const steps = planSpeech(request.document, request.parameters, manner.speed);
    yield* speakPlan(
      steps,
      description.sampleRateHz,
      pool.size,
      request.signal,
      async (utterance, signal) => {
        const tokens = utterance.tokens.map((token) => spokenOf(token, speaker.language));
        const reply = await pool
          .run(
            {
              do: 'speak',
              places,
              files,
              description,
              stamp,
              speaker: speaker.number,
              recording: speaker.recording,
              noise,
              noiseWidth,
              speed: manner.speed,
              pitch: manner.pitch,
              brightnessDb: manner.brightnessDb,
              final: utterance.final,
              tokens,
            },
            {
              signal,
              timeoutMs:
                LOADING_MS +
                timeoutMsOf(tokens.reduce((characters, { spoken }) => characters + spoken.length, 0)),
              needs: description.digest,
            },
          )
          .catch((error: unknown) => {
            // The files may be others by now.
            folder.refresh().catch(() => undefined);
            throw error;
          });
        if (!('spoken' in reply))
          throw new ProblemError('synthesis-failed', `${name} gave no sound. Try again.`);
        return reply.spoken;
      },
    );
  }

  return {
    id: family,
    name,
    /** Voices of the list have versions of their own; a made one sounds as the model makes it. */
    get version() {
      const model = cloning && folder.lastSeen(family)?.find(({ description }) => description);
      return model?.description ? `${version}/${model.description.digest}` : version;
    },
    kind: 'local',
    concurrency: 2 * pool.size,
    async voices() {
      const models = (await folder.models()).filter(({ files }) => files.family === family);
      // A model without voices of its own is of use only if it is whole.
      if (cloning) pocketIn(folder);
      return models.flatMap(({ files, description }) => (description ? voicesOf(files, description) : []));
    },
    check(request) {
      const { language } = speakerOf(request.voice);
      for (const step of planSpeech(request.document, request.parameters, 1)) {
        if (step.kind === 'utterance') for (const token of step.tokens) spokenOf(token, language);
      }
    },
    get cloning() {
      const seen = folder.lastSeen(family);
      return !seen || seen.some(({ description }) => description) ? cloning : undefined;
    },
    synthesize: (request) => collectSpeech(stream(request)),
    stream,
    close: () => pool.close(),
  };
}

function spokenOf(token: Token, language: string): Extract<SherpaRequest, { do: 'speak' }>['tokens'][number] {
  const { text, emphasis, phoneme, sayAs } = token;
  if (phoneme)
    throw new ProblemError(
      'unsupported-markup',
      'Neural voices do not read <phoneme>. Write the word as it sounds, or choose a built-in English voice.',
    );
  if (!sayAs) return { spoken: text, emphasis };
  const can = sayAsOf(language);
  if (!can.includes(sayAs.interpretAs))
    throw new ProblemError(
      'unsupported-markup',
      `This voice cannot say things as ${sayAs.interpretAs}; it can as ${can.join(', ')}. Write it out in words.`,
    );
  const spoken = sayAsIn(language, text, sayAs.interpretAs, sayAs.format);
  if (spoken === null)
    throw new ProblemError(
      'unsupported-markup',
      `“${text.slice(0, 40)}” cannot be said as ${sayAs.interpretAs}${sayAs.format ? ` in the format ${sayAs.format}` : ''}.`,
    );
  return { spoken, emphasis };
}
