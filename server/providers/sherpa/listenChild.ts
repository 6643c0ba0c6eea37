import { RefusalError, serveRequests } from '../../speech/processes/engineChild.ts';
import type { Transcript } from '../../speech/recognition/contract.ts';
import { LoadedModels } from './loadedModels.ts';
import { ModelFileError } from './onnxFile.ts';
import { describeRecognizer, type RecognizerDescription, type RecognizerFiles } from './recognizerFiles.ts';
import {
  type OfflineConfig,
  type OfflineRecognizer,
  offlineConfig,
  openOffline,
} from './recognizerLibrary.ts';
import { meanConfidence, wordsOf } from './transcript.ts';

export type ListenRequest =
  | { do: 'describe'; files: RecognizerFiles }
  | {
      do: 'listen';
      files: RecognizerFiles;
      description: RecognizerDescription;
      memoryLimitBytes: number;
      /** At 16 kHz. */
      samples: Float32Array;
      /** Primary; absent: the model finds out. */
      language?: string;
    };
export type ListenReply =
  | { description: RecognizerDescription }
  /** What is wrong with the files, in a sentence. */
  | { problem: string }
  | { transcript: Transcript };

const RATE_HZ = 16_000;
let models: LoadedModels<OfflineRecognizer> | undefined;

serveRequests<ListenRequest, ListenReply>(async (request) =>
  request.do === 'describe' ? describe(request.files) : { transcript: listen(request) },
);

async function describe(files: RecognizerFiles): Promise<ListenReply> {
  try {
    return { description: await describeRecognizer(files) };
  } catch (error) {
    if (error instanceof ModelFileError) return { problem: error.message };
    throw error;
  }
}

function listen(request: Extract<ListenRequest, { do: 'listen' }>): Transcript {
  const { files, description, samples, language } = request;
  const config = configuration(files, description, language);
  models ??= new LoadedModels(request.memoryLimitBytes);
  const recognizer = models.get(description.digest, description.sizeBytes, () => openOffline(config));
  // Only Whisper and SenseVoice are told the language; the others have theirs.
  if (description.shape === 'whisper' || description.shape === 'sense-voice')
    recognizer.setConfig(offlineConfig(config));
  const stream = recognizer.createStream();
  stream.acceptWaveform({ samples, sampleRate: RATE_HZ });
  recognizer.decode(stream);
  const result = recognizer.getResult(stream);
  const words = wordsOf(result, (1000 * samples.length) / RATE_HZ);
  const found = /[a-z]{2,3}/.exec(result.lang ?? '')?.[0];
  return {
    text: result.text.replace(/\s+/g, ' ').trim(),
    words,
    confidence: meanConfidence(words),
    ...(found ? { language: found } : language ? { language } : {}),
  };
}

function configuration(
  { models: paths, tokens }: RecognizerFiles,
  { shape, languages }: RecognizerDescription,
  language: string | undefined,
): OfflineConfig['modelConfig'] {
  const common = { tokens, numThreads: 1, provider: 'cpu', debug: 0 };
  if ('encoder' in paths) {
    const { encoder, decoder, joiner } = paths;
    if (joiner) return { ...common, transducer: { encoder, decoder, joiner } };
    const told = languages.length === 1 ? '' : (language ?? '');
    return { ...common, whisper: { encoder, decoder, language: told, task: 'transcribe', tailPaddings: -1 } };
  }
  const { model } = paths;
  if (shape === 'sense-voice')
    return {
      ...common,
      senseVoice: { model, language: language ?? 'auto', useInverseTextNormalization: 1 },
    };
  if (shape === 'nemo-ctc') return { ...common, nemoCtc: { model } };
  if (shape === 'zipformer-ctc') return { ...common, zipformerCtc: { model } };
  throw new RefusalError('engine-refused', 'This model cannot be used.');
}
