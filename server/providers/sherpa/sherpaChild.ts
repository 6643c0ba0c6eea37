import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { EmphasisLevel } from '../../../shared/speech/parameters.ts';
import { shiftPitch } from '../../audio/shiftPitch.ts';
import { stretch } from '../../audio/stretch.ts';
import { tilt } from '../../audio/tilt.ts';
import { emphasise } from '../../speech/plan/emphasise.ts';
import { soundOnly } from '../../speech/plan/soundOnly.ts';
import type { SpokenUtterance } from '../../speech/plan/speakPlan.ts';
import { RefusalError, serveRequests } from '../../speech/processes/engineChild.ts';
import { espeakDataFolder } from './espeakData.ts';
import { describeKokoro, kokoroLexicons, kokoroSpeaker } from './kokoroModel.ts';
import { openModel, type SherpaConfig } from './library.ts';
import { LoadedModels } from './loadedModels.ts';
import { type ModelDescription, type ModelFiles, stampOf } from './modelFiles.ts';
import { ModelFileError } from './onnxFile.ts';
import { type LoadedVoice, paceLeft } from './pace.ts';
import { describePiper, preparePiper } from './piperModel.ts';
import { wordPlaces } from './wordPlaces.ts';

/** Where voices lie, and where what is made of them is kept. */
export interface Places {
  voicesFolder: string;
  workFolder: string;
  memoryLimitBytes: number;
}

export type SherpaRequest =
  | { do: 'describe'; files: ModelFiles }
  | {
      do: 'speak';
      places: Places;
      files: ModelFiles;
      description: ModelDescription;
      /** Of the files that were described: others are not loaded. */
      stamp: string;
      speaker: number;
      noise: number;
      noiseWidth: number;
      speed: number;
      /** Semitones. */
      pitch: number;
      brightnessDb: number;
      final: boolean;
      tokens: { spoken: string; emphasis: EmphasisLevel | undefined }[];
    };
export type SherpaReply =
  | { description: ModelDescription }
  /** What is wrong with the files, in a sentence. */
  | { problem: string }
  | { spoken: SpokenUtterance };
type SpeakRequest = Extract<SherpaRequest, { do: 'speak' }>;

/** The library takes 0 for “as usual”. */
const NOTHING = 1e-12;

let models: LoadedModels<LoadedVoice> | undefined;

serveRequests<SherpaRequest, SherpaReply>(async (request) =>
  request.do === 'describe' ? describe(request.files) : { spoken: await speak(request) },
);

async function describe(files: ModelFiles): Promise<SherpaReply> {
  try {
    return { description: await (files.family === 'piper' ? describePiper(files) : describeKokoro(files)) };
  } catch (error) {
    if (error instanceof ModelFileError) return { problem: error.message };
    throw error;
  }
}

async function speak(request: SpeakRequest): Promise<SpokenUtterance> {
  const { files, description, places } = request;
  const stamp = await stampOf(files).catch(() => null);
  if (stamp !== request.stamp)
    throw new RefusalError(
      'engine-unavailable',
      `The files of ${files.name} have changed. Try again in a moment.`,
    );
  const configure = await configuration(request);
  models ??= new LoadedModels(places.memoryLimitBytes);
  const model = models.get(modelKey(request), description.sizeBytes, () => loadVoice(configure));
  const usual = 1 / (description.inference?.lengthScale ?? 1);
  const { samples, sampleRate } = model.tts.generate({
    text: textOf(request),
    sid: request.speaker,
    speed: request.speed * usual,
    // Memory of the library's own would not survive the way to the other process.
    enableExternalBuffer: false,
  });
  for (const sample of samples) if (!Number.isFinite(sample)) throw new Error('the model made no numbers');
  const length = paceLeft(model, request.speaker, request.speed * usual, usual);
  const sound = stretch(soundOnly(samples, sampleRate).samples, sampleRate, length);
  const shifted = tilt(shiftPitch(sound, sampleRate, request.pitch), sampleRate, request.brightnessDb);
  const emphasised = request.tokens.map(({ emphasis }) => emphasis);
  const wordSpans = emphasised.some((level) => level && level !== 'none')
    ? wordPlaces(
        shifted,
        sampleRate,
        request.tokens.map(({ spoken }) => spoken),
      )
    : request.tokens.map(() => null);
  const stressed = emphasise(shifted, sampleRate, wordSpans, emphasised);
  return { samples: stressed.samples, sampleRateHz: sampleRate, spans: request.tokens.map(() => null) };
}

/** Loaded, and warmed up: the first synthesis of a model takes longer than any other. */
function loadVoice(config: SherpaConfig): LoadedVoice {
  const tts = openModel(config);
  tts.generate({ text: 'a', sid: 0, speed: 1, enableExternalBuffer: false });
  return { tts, paces: new Map() };
}

/** What is fixed when a model is loaded tells loaded models apart. */
function modelKey({ files, description, noise, noiseWidth, speaker }: SpeakRequest): string {
  return files.family === 'piper'
    ? `${description.digest} ${noise} ${noiseWidth}`
    : `${description.digest} ${kokoroSpeaker(description.speakers[speaker] ?? '').espeak}`;
}

async function configuration(request: SpeakRequest): Promise<SherpaConfig> {
  const { files, description, places } = request;
  await mkdir(places.workFolder, { recursive: true });
  const dataDir = await espeakDataFolder(places.voicesFolder, places.workFolder);
  if (!dataDir)
    throw new RefusalError(
      'engine-unavailable',
      'Neural voices read text with espeak-ng: install the optional package @echogarden/espeak-ng-emscripten, or put a folder espeak-ng-data beside the voices.',
    );
  const common = { numThreads: 1, provider: 'cpu', debug: false };
  const whole = { maxNumSentences: 1, silenceScale: 1 };
  if (files.family === 'kokoro') {
    const { espeak } = kokoroSpeaker(description.speakers[request.speaker] ?? '');
    const lexicon = kokoroLexicons(files.folder);
    // English and Chinese are told apart by the text; of other languages the model must be told.
    const lang = lexicon && !/^(en|cmn)/.test(espeak) ? espeak : '';
    const tokens = join(files.folder, 'tokens.txt');
    const kokoro = {
      model: files.onnx,
      voices: files.beside,
      tokens,
      dataDir,
      lexicon,
      lang,
      lengthScale: 1,
    };
    return { model: { kokoro, ...common }, ...whole };
  }
  const { model, tokens } = description.prepared
    ? { model: files.onnx, tokens: join(files.folder, 'tokens.txt') }
    : await preparePiper(files, join(places.workFolder, description.digest));
  const noiseScale = request.noise || NOTHING;
  const noiseScaleW = request.noiseWidth || NOTHING;
  const vits = { model, tokens, dataDir, noiseScale, noiseScaleW, lengthScale: 1 };
  return { model: { vits, ...common }, ...whole };
}

/** One line, without what espeak-ng would take for its own phonemes; a pause is heard where the text goes on. */
function textOf({ tokens, final }: SpeakRequest): string {
  const text = tokens
    .map(({ spoken }) => spoken.replace(/\s+/g, ' ').replaceAll('[[', '[ ['))
    .join(' ')
    .trim();
  return final || /[.,;:!?…]["')\]]*$/.test(text) ? text : `${text},`;
}
