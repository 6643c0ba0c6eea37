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
import { openModel, type SherpaConfig, type SherpaSound } from './library.ts';
import { LoadedModels } from './loadedModels.ts';
import { type ModelDescription, type ModelFiles, stampOf } from './modelFiles.ts';
import { ModelFileError } from './onnxFile.ts';
import { type LoadedVoice, paceLeft } from './pace.ts';
import { describePiper, preparePiper } from './piperModel.ts';
import { describePocket, POCKET_RATE_HZ } from './pocketModel.ts';
import { bestOf, pocketSettings, type Recording, speakAs } from './pocketSpeech.ts';
import { wordPlaces } from './wordPlaces.ts';

/** Where voices lie, and where what is made of them is kept. */
export interface Places {
  voicesFolder: string;
  workFolder: string;
  memoryLimitBytes: number;
}

/** A model that was described, and where it lies. */
interface Chosen {
  places: Places;
  files: ModelFiles;
  description: ModelDescription;
  /** Of the files that were described: others are not loaded. */
  stamp: string;
}

export type SherpaRequest =
  | { do: 'describe'; files: ModelFiles }
  | ({ do: 'clone'; recordings: Recording[] } & Chosen)
  | ({
      do: 'speak';
      speaker: number;
      /** Whom a model speaks as that has no voices of its own: a WAVE file. */
      recording: Uint8Array | undefined;
      noise: number;
      noiseWidth: number;
      speed: number;
      /** Semitones. */
      pitch: number;
      brightnessDb: number;
      final: boolean;
      tokens: { spoken: string; emphasis: EmphasisLevel | undefined }[];
    } & Chosen);
export type SherpaReply =
  | { description: ModelDescription }
  /** What is wrong with the files, in a sentence. */
  | { problem: string }
  /** The recording that is a voice from now on: a WAVE file. */
  | { recording: Uint8Array }
  | { spoken: SpokenUtterance };
type SpeakRequest = Extract<SherpaRequest, { do: 'speak' }>;
type CloneRequest = Extract<SherpaRequest, { do: 'clone' }>;

/** Said with a new voice before it is one. */
const TRIAL = 'This is how I sound from now on.';
const COMMON = { numThreads: 1, provider: 'cpu', debug: false };
const WHOLE = { maxNumSentences: 1, silenceScale: 1 };
/** The library takes 0 for “as usual”. */
const NOTHING = 1e-12;

let models: LoadedModels<LoadedVoice> | undefined;

serveRequests<SherpaRequest, SherpaReply>(async (request) => {
  if (request.do === 'describe') return describe(request.files);
  if (request.do === 'clone') return { recording: await clone(request) };
  return { spoken: await speak(request) };
});

const DESCRIBE = { piper: describePiper, kokoro: describeKokoro, pocket: describePocket };

async function describe(files: ModelFiles): Promise<SherpaReply> {
  try {
    return { description: await DESCRIBE[files.family](files) };
  } catch (error) {
    if (error instanceof ModelFileError) return { problem: error.message };
    throw error;
  }
}

async function speak(request: SpeakRequest): Promise<SpokenUtterance> {
  await refuseChanged(request);
  const { samples, sampleRate, lengthLeft } = request.recording
    ? await speakLike(request, request.recording)
    : await speakItself(request);
  for (const sample of samples) if (!Number.isFinite(sample)) throw new Error('the model made no numbers');
  const sound = stretch(soundOnly(samples, sampleRate).samples, sampleRate, lengthLeft);
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

/** With `lengthLeft`, the factor on its length that the speed still asks for. */
type Spoken = SherpaSound & { lengthLeft: number };

async function speakItself(request: SpeakRequest): Promise<Spoken> {
  const { description, places } = request;
  const configure = await configuration(request);
  models ??= new LoadedModels(places.memoryLimitBytes);
  const model = models.get(modelKey(request), description.sizeBytes, () => loadVoice(configure));
  const usual = 1 / (description.inference?.lengthScale ?? 1);
  const spoken = model.tts.generate({
    text: textOf(request),
    sid: request.speaker,
    speed: request.speed * usual,
    enableExternalBuffer: false,
  });
  return { ...spoken, lengthLeft: paceLeft(model, request.speaker, request.speed * usual, usual) };
}

async function speakLike(request: SpeakRequest, recording: Uint8Array): Promise<Spoken> {
  const { tts } = pocketOf(request, recording);
  return { ...speakAs(tts, textOf(request), recording), lengthLeft: 1 / request.speed };
}

/** Makes one recording of several, and tries it: a voice that says nothing is none. */
async function clone(request: CloneRequest): Promise<Uint8Array> {
  await refuseChanged(request);
  const recording = bestOf(request.recordings);
  const { samples } = speakAs(pocketOf(request, recording).tts, TRIAL, recording);
  if (!samples.every(Number.isFinite) || soundOnly(samples, POCKET_RATE_HZ).samples.length === 0)
    throw new RefusalError(
      'engine-refused',
      `${request.files.name} says nothing with the voice of these recordings. Choose others.`,
    );
  return recording;
}

/** The files must be those that were described. */
async function refuseChanged({ files, stamp }: Chosen): Promise<void> {
  if ((await stampOf(files).catch(() => null)) === stamp) return;
  throw new RefusalError(
    'engine-unavailable',
    `The files of ${files.name} have changed. Try again in a moment.`,
  );
}

/** Loaded, and warmed up: the first synthesis of a model takes longer than any other. */
function loadVoice(config: SherpaConfig): LoadedVoice {
  const tts = openModel(config);
  tts.generate({ text: 'a', sid: 0, speed: 1, enableExternalBuffer: false });
  return { tts, paces: new Map() };
}

/** As `loadVoice`: what warms it up is the voice that is wanted. */
function pocketOf({ files, description, places }: Chosen, recording: Uint8Array): LoadedVoice {
  models ??= new LoadedModels(places.memoryLimitBytes);
  return models.get(description.digest, description.sizeBytes, () => {
    if (!files.parts) throw new Error('a Pocket model has parts');
    const tts = openModel({ model: { pocket: pocketSettings(files.parts), ...COMMON }, ...WHOLE });
    speakAs(tts, 'A.', recording);
    return { tts, paces: new Map() };
  });
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
    return { model: { kokoro, ...COMMON }, ...WHOLE };
  }
  const { model, tokens } = description.prepared
    ? { model: files.onnx, tokens: join(files.folder, 'tokens.txt') }
    : await preparePiper(files, join(places.workFolder, description.digest));
  const noiseScale = request.noise || NOTHING;
  const noiseScaleW = request.noiseWidth || NOTHING;
  const vits = { model, tokens, dataDir, noiseScale, noiseScaleW, lengthScale: 1 };
  return { model: { vits, ...COMMON }, ...WHOLE };
}

/** One line, without what espeak-ng would take for its own phonemes; a pause is heard where the text goes on. */
function textOf({ tokens, final }: SpeakRequest): string {
  const text = tokens
    .map(({ spoken }) => spoken.replace(/\s+/g, ' ').replaceAll('[[', '[ ['))
    .join(' ')
    .trim();
  return final || /[.,;:!?…]["')\]]*$/.test(text) ? text : `${text},`;
}
