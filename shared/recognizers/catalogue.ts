/** A recogniser that can be fetched; its files go into a folder of its id. */
export interface DownloadableRecognizer {
  id: string;
  name: string;
  /** Primary languages, or how many. */
  languages: string;
  /** What it is for. */
  use: 'files' | 'files and live';
  licence: string;
  /** About; the source says exactly. */
  megabytes: number;
  /** Below the source's address. */
  paths: readonly string[];
}

/** Where recognisers come from unless the installation says otherwise. */
export const RECOGNIZERS_URL = 'https://huggingface.co/csukuangfj';

const of = (repository: string, files: readonly string[]) =>
  files.map((file) => `${repository}/resolve/main/${file}`);

function whisper(size: 'tiny' | 'base' | 'small', megabytes: number): DownloadableRecognizer {
  const id = `sherpa-onnx-whisper-${size}`;
  return {
    id,
    name: `Whisper ${size}`,
    languages: '99 languages, told by itself',
    use: 'files',
    licence: 'MIT',
    megabytes,
    paths: of(id, [`${size}-encoder.int8.onnx`, `${size}-decoder.int8.onnx`, `${size}-tokens.txt`]),
  };
}

const STREAMING = 'sherpa-onnx-streaming-zipformer-en-2023-06-26';
const SENSE_VOICE = 'sherpa-onnx-sense-voice-zh-en-ja-ko-yue-2024-07-17';
const PARAKEET = 'sherpa-onnx-nemo-parakeet-tdt-0.6b-v2-int8';
const chunked = (part: string) => `${part}-epoch-99-avg-1-chunk-16-left-128.int8.onnx`;

/** Prepared for sherpa-onnx by its makers. None was fetched where this was written: see the documentation. */
export const RECOGNIZER_CATALOGUE: readonly DownloadableRecognizer[] = [
  whisper('tiny', 100),
  whisper('base', 160),
  whisper('small', 380),
  {
    id: PARAKEET,
    name: 'Parakeet 0.6B',
    languages: 'en',
    use: 'files',
    licence: 'CC BY 4.0 (NVIDIA): name the source',
    megabytes: 630,
    paths: of(PARAKEET, ['encoder.int8.onnx', 'decoder.int8.onnx', 'joiner.int8.onnx', 'tokens.txt']),
  },
  {
    id: SENSE_VOICE,
    name: 'SenseVoice small',
    languages: 'zh, en, ja, ko, yue',
    use: 'files',
    licence: 'FunASR Model License 1.1: read it before commercial use',
    megabytes: 230,
    paths: of(SENSE_VOICE, ['model.int8.onnx', 'tokens.txt']),
  },
  {
    id: STREAMING,
    name: 'Streaming Zipformer',
    languages: 'en',
    use: 'files and live',
    licence: 'Apache-2.0 (trained on LibriSpeech, CC BY 4.0)',
    megabytes: 72,
    paths: of(STREAMING, [...['encoder', 'decoder', 'joiner'].map(chunked), 'tokens.txt']),
  },
];
